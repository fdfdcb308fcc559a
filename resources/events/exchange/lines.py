"""Lines of iCalendar (RFC 5545, 3.1 and 3.3.11): written by ourselves, see docs/adr/0026-calendars-by-lines.md."""

import re

LONGEST = 75  # octets of a line, the end of it not counted
END = "\r\n"
_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # what some readers take for the end of a line
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_PART = re.compile(rb".{1,%d}(?![\x80-\xbf])" % (LONGEST - 1), re.DOTALL)  # never ends within a character
_TAG = re.compile("[A-Za-z0-9-]+")


def text(words: str) -> str:
    """*words* as the value of a property, so that nothing in them is taken for another line or value."""
    if not words.replace("\n", "").isprintable():
        words = _CONTROLS.sub("", _ENDS.sub("\n", words))
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def said(name: str, words: str, language: str = "") -> str:
    """The line that says *words*, which are in *language*; none where there are none."""
    if not words:
        return ""
    return line(f"{name};LANGUAGE={language}" if _TAG.fullmatch(language) else name, text(words))


def line(name: str, value: str) -> str:
    """One line with its end, folded where it is long."""
    whole = f"{name}:{value}\r\n"
    if len(whole) <= LONGEST and whole.isascii():
        return whole
    octets = whole.encode("utf-8")
    if len(octets) <= LONGEST + len(END):
        return whole
    return b"\r\n ".join(_PART.findall(octets[: -len(END)])).decode("utf-8") + END
