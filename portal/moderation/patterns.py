"""Phone numbers, e-mail addresses and numbers of papers in a text, as spans: where each begins and ends.

The text comes as `portal.moderation.holds` prepares it: without hidden characters, every digit an ASCII digit, and
each white space but the line's end a plain space. Each pattern is bounded, so that no text takes long to read.
"""

import re
import string
from collections.abc import Iterable, Iterator
from functools import lru_cache

import phonenumbers

Span = tuple[int, int]

# "o" for zero beside digits, as in "o4o 123"; not the "o" that means "or" in "5 o 6".
_O_FOR_ZERO = re.compile(r"(?<=\d)[oOоОοΟ]{1,3}(?=[ .\-]?\d)|(?<![^\W\d_])[oOоОοΟ](?=\d)")
# An opening bracket belongs to a number only around a part of it: 8 (495) 123-45-67, but not 1000 (2024).
_RUN = re.compile(
    r"\+?\(?\d(?:(?:[ ).\-‐-―−_*·•\ufe0f\u20e3]{0,4}(?:\((?=\d{1,5}\)[ .\-]?\d))?|/)\d)*",
)
_DAY, _MONTH, _YEAR, _HOUR = (
    r"(?:0?[1-9]|[12]\d|3[01])",
    r"(?:0?[1-9]|1[0-2])",
    r"(?:19|20)\d\d",
    r"(?:[01]?\d|2[0-4])",
)
# Numbers that people write in guidance all the time, and that nobody can call.
_INNOCENT = re.compile(
    rf"""(?<!\d)(?<!\d[./])(?:
    {_YEAR}-{_MONTH}-{_DAY}                                    # 2026-11-25
    | {_DAY}-{_MONTH}-{_YEAR}                                  # 25-11-2026
    | {_DAY}([./]){_MONTH}\1(?:{_YEAR}|\d\d)                   # 25.11.2026, 25/11/26
    | {_DAY}\.{_MONTH}\.                                       # 25.11.
    | {_HOUR}(?:\.[0-5]\d)?[ ]?[-–—][ ]?{_HOUR}(?:\.[0-5]\d)?  # 9-17, 9.00–17.30
    | {_HOUR}(?:00|15|30|45)[ ]?[-–—][ ]?{_HOUR}(?:00|15|30|45)  # 0900-1700
    | {_HOUR}\.[0-5]\d                                         # 9.00
    | {_YEAR}/\d{{1,4}} | \d{{1,4}}/{_YEAR}                    # the law 301/2004
    | {_YEAR}
    | \d{{2,3}}(?:/\d{{2,3}}){{1,8}}                           # 112/911/113
    | [1-9]\d{{0,2}}(?:[ .]\d{{3}}){{0,3}}[ .]000              # 1 200 000
    )(?!\d|[./]\d)""",
    re.VERBOSE,
)
_MONEY = r"(?:€|\$|£|₴|₺|₽|﷼|%|[Ee][Uu][Rr]|[Ee]uros?|USD|GBP|SEK|TL|UAH|kr|грн|руб|یورو|يورو|تومان|ریال)"
_AMOUNT = r"[1-9]\d{0,2}(?:[ .]?\d{3}){0,3}"
_PRICE = re.compile(
    rf"(?<![\d+.\-]){_AMOUNT}(?:[ ]?[-–][ ]?{_AMOUNT})?[ ]?{_MONEY}(?![^\W\d_])|[€$£₴₺]\ ?{_AMOUNT}(?!\d)"
)
_SHORTEST, _LONGEST = 7, 15  # fewer digits are a short number, such as 116 123; E.164 has no more
_LEFT_OVER = 2

_AT_WORD = r"(?:@|at|ät|arroba|собака|miukumauku)"
_AT = rf"(?: {{0,2}}@ {{0,2}}| {{0,2}}[(\[{{<] {{0,2}}{_AT_WORD} {{0,2}}[)\]}}>] {{0,2}}| (?:ät|arroba|собака) )"
_DOT_WORD = r"(?:\.|dot|piste|punkt|point|punto|крапка|точка)"
_DOT = rf"(?:\.| ?[(\[{{] ?{_DOT_WORD} ?[)\]}}] ?| (?:dot|piste|punkt|крапка|точка) )"
_LABEL = r"[\w\-]{1,63}"
_EMAIL = re.compile(
    rf"(?<=[\w+\-])(?:{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{0,5}}{_DOT}[^\W\d_]{{2,24}}"
    rf"| at {_LABEL}(?: dot {_LABEL}){{1,5}})",
    re.IGNORECASE,
)
_LOCAL_PART = re.compile(r"[\w.+\-]{1,64}\Z")

_HETU = re.compile(r"(?<![^\W_])(\d{6})[-+A-FU-Y](\d{3})([0-9A-FHJ-NPR-Y])(?![^\W_])", re.IGNORECASE)
_HETU_CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_IBAN = re.compile(r"(?<![^\W_])(?=([A-Za-z]{2}\d\d(?:[ \-]?[A-Za-z0-9]){11,30}))")
_IBAN_LENGTHS = {
    country: length
    for length, countries in {
        15: "NO", 16: "BE", 18: "DK FI NL", 19: "MK SI", 20: "AT BA EE LT LU XK", 21: "CH LV HR",
        22: "BG DE GB GE IE RS", 23: "AE IL IQ", 24: "AD CZ ES MD PK RO SA SE SK TN", 25: "PT LY", 26: "IR IS TR", 
        27: "FR GR IT MC SM", 28: "AL AZ BY CY HU LB PL", 29: "BR EG UA", 30: "JO KW", 31: "MT", 33: "RU",
    }.items()
    for country in countries.split()
}  # fmt: skip
_IBAN_DIGITS = str.maketrans({letter: str(int(letter, 36)) for letter in string.ascii_uppercase})
_CARD = re.compile(
    r"(?<!\d)(?:\d{13,19}|\d{4}([ \-])\d{4}\1\d{4}\1\d{1,4}|\d{4}[ \-]\d{6}[ \-]\d{4,5}|\d(?:[ \-]\d){12,18})(?!\d)"
)
# One or two letters and 7 to 9 digits, as on passports; a case number of UNHCR.
_PAPER = re.compile(
    r"(?<![^\W_])(?:[A-ZА-ЯІЇЄҐ]{1,2}[ \-]?\d{7,9}|[a-zа-яіїєґ]{1,2}\d{7,9}|\d{3}-\d\d[Cc]\d{5})(?![^\W_])"
)


def blanked(text: str, spans: Iterable[Span]) -> str:
    """*text*, as long as before, with line ends in place of *spans*."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = "\n" * (end - start)
    return "".join(chars)


def apart(spans: Iterable[Span]) -> list[Span]:
    """*spans* in order, without those that overlap one before."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _is_innocent(run: str) -> bool:
    rest = _INNOCENT.sub("", run)
    return not run.startswith("+") and sum(map(str.isdigit, rest)) <= _LEFT_OVER


@lru_cache(maxsize=1024)
def _is_possible(number: str, country: str) -> bool:
    """Whether *number* has the length of one here, or begins as one does elsewhere."""
    if not country or number.startswith("0"):
        return True
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, country))
    except phonenumbers.NumberParseException:
        return False


def _can_be_called(run: str, country: str) -> bool:
    groups = re.findall(r"\d+", run)
    digits = "".join(groups)
    if len(digits) < _SHORTEST or _is_innocent(run):
        return False
    if len(digits) <= _LONGEST:
        return _is_possible(f"+{digits}" if run.startswith("+") else digits, country)
    # Several numbers in a row, unless it is a list of small ones or one endless number.
    return any(_SHORTEST <= len(each) <= _LONGEST or re.match(r"0\d", each) for each in groups)


def phones(text: str, country: str) -> Iterator[Span]:
    """What can be called; *country* (ISO, may be "") is where a number without ``+`` is dialled."""
    zeroed = _O_FOR_ZERO.sub(lambda found: "0" * len(found[0]), text)
    unpriced = blanked(zeroed, (found.span() for found in _PRICE.finditer(zeroed)))
    for found in _RUN.finditer(unpriced):
        if _can_be_called(found[0], country):
            yield found.span()


def emails(text: str) -> Iterator[Span]:
    """E-mail addresses, also with the at and the dots in words."""
    for found in _EMAIL.finditer(text):
        before = _LOCAL_PART.search(text[max(0, found.start() - 64) : found.start()])
        yield found.start() - len(before[0] if before else ""), found.end()


def _is_hetu(found: re.Match[str]) -> bool:
    return _HETU_CHECKS[int(found[1] + found[2]) % 31] == found[3].upper()


def _iban_length(written: str) -> int:
    """How many characters of *written* are an IBAN (ISO 13616); 0 where its check digits are wrong."""
    length = _IBAN_LENGTHS.get(written[:2].upper(), 0)
    number = written.replace(" ", "").replace("-", "")[:length].upper()
    if not length or len(number) < length or int((number[4:] + number[:4]).translate(_IBAN_DIGITS)) % 97 != 1:
        return 0
    return [place for place, char in enumerate(written) if char.isalnum()][length - 1] + 1


def _is_card(number: str) -> bool:
    """Luhn's check (ISO/IEC 7812)."""
    digits = [int(char) for char in reversed(number) if char.isdecimal()]
    return (sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


def papers(text: str) -> Iterator[Span]:
    """Numbers of identity papers, bank accounts and payment cards."""
    yield from (found.span() for found in _HETU.finditer(text) if _is_hetu(found))
    for found in _IBAN.finditer(text):
        if length := _iban_length(found[1]):
            yield found.start(), found.start() + length
    yield from (found.span() for found in _CARD.finditer(text) if _is_card(found[0]))
    yield from (found.span() for found in _PAPER.finditer(text))
