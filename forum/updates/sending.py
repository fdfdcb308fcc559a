"""A text to send on, and how many SMS it takes (3GPP TS 23.038: GSM letters, or UCS-2 where one is none of them)."""

from forum.updates.cards import UpdateCard
from portal.i18n import day, gettext

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("\f^{}\\[~]|€")
"""The GSM letters that count as two."""
ALONE, JOINED = {"gsm": 160, "ucs2": 70}, {"gsm": 153, "ucs2": 67}
"""How much an SMS holds alone, and as a part of several, which need room for their order."""


def text_of(card: UpdateCard, address: str) -> str:
    """An update as a plain text, with where, until when, and its *address*."""
    row = card.row
    where = " · ".join(each for each in (card.place and card.place.words, card.area and card.area.words) if each)
    facts = [where, row.community, gettext("Until %(day)s", day=day(row.ends_on))]
    return "\n".join(each for each in (row.title, row.text, *facts, address) if each)


def sms_parts(text: str) -> int:
    """How many SMS *text* takes; no letter is split between two."""
    gsm = all(each in GSM or each in TWICE for each in text)
    code = "gsm" if gsm else "ucs2"
    sizes = [1 + (each in TWICE if gsm else each > "\uffff") for each in text]
    if sum(sizes) <= ALONE[code]:
        return 1
    parts, used = 1, 0
    for size in sizes:
        if used + size > JOINED[code]:
            parts, used = parts + 1, 0
        used += size
    return parts
