"""What is the same in every language: numbers, addresses, placeholders. Where they differ, a person looks."""

import re
import unicodedata

_LIST = re.compile(r"(?m)^\s*\d+[.)]\s")  # the numbers of a list are not facts
_DIGITS = re.compile(r"\d+")
_ADDRESS = re.compile(
    r"(?:[a-z]{2,10}:)?//[^\s)>\]]+|(?:guide|page|tel|mailto):[^\s)>\]]+|https?:|[\w.+-]*@[\w.-]*"
    r"|(?:[\w-]+\.)+\w{2,}(?:/[^\s)>\]]*)?",
    re.IGNORECASE,
)
_DOTS = str.maketrans(dict.fromkeys("\u2024\u3002\uff0e\uff61\u06d4", "."))  # what is typed to look like one
_PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)\w|%[a-z]\b")
_GROUPED = re.compile(r"(?<=\d)[ \xa0.,/-](?=\d)")  # digits that are written apart
LONG = 3  # digits: from there on a number may be one to call


def figures(text: str) -> list[str]:
    """The addresses, numbers and placeholders in *text*, each in its order; digits of any script count as ours."""
    dotted = unicodedata.normalize("NFKC", text.translate(_DOTS))
    plain = "".join(map(_digit, dotted))
    addresses = [each.lower() for each in _ADDRESS.findall(plain)]
    return [*addresses, *_DIGITS.findall(_ADDRESS.sub(" ", plain)), *_PLACEHOLDER.findall(plain)]


def _digit(char: str) -> str:
    """*char*, or the number that it stands for in any script."""
    worth = unicodedata.numeric(char, None)
    return char if worth is None else f"{worth:g}"


def facts(text: str) -> list[str]:
    """`figures` of Markdown, where the numbers of a list say nothing."""
    return figures(_LIST.sub("", text))


def differences(source: str, text: str) -> list[str]:
    """What *text* has and *source* has not, or the other way: hosts, mailboxes, numbers that may be ones to call."""
    before, after = _grave(source), _grave(text)
    return [*(f"− {each}" for each in sorted(before - after)), *(f"+ {each}" for each in sorted(after - before))]


def _grave(text: str) -> set[str]:
    joined = _GROUPED.sub("", text)
    return {known for each in facts(joined) if (known := _host(each) or (each if _is_number(each) else ""))}


def _host(address: str) -> str:
    """The host or mailbox of *address*; the number of a call; "" for what is none, or a page of ours."""
    if address.startswith("tel:"):
        return re.sub(r"\D", "", address)
    place = re.sub(r"^(?:[a-z]+:)?(?://)?", "", address).partition("/")[0].removeprefix("www.")
    return place if "." in place else ""


def _is_number(each: str) -> bool:
    return each.isdigit() and len(each) >= LONG
