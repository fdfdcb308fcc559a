"""Where someone can be found: street addresses and coordinates in a text, as spans."""

import re
from collections.abc import Iterator

from portal.moderation.patterns import Span

# Endings of street names, where the street is part of the name: Finnish, Swedish, German.
_ENDINGS = (
    *("katu", "kadun", "kadulla", "tie", "tiellä", "kuja", "kujan", "kujalla", "polku", "väylä", "raitti"),
    *("kaari", "aukio", "tori", "puistikko", "bulevardi", "esplanadi", "ranta", "rinne"),
    *("gatan", "gata", "vägen", "väg", "gränden", "gränd", "stigen", "torget", "allén", "kajen", "esplanaden"),
    *("straße", "strasse", "str", "weg", "allee", "gasse", "ufer", "damm"),
)
# Roads that are known by a number, and French words that end in the Finnish one for a road.
_NO_STREETS = (
    *("valtatie", "kantatie", "moottoritie", "seututie", "yhdystie", "kehätie", "rautatie"),
    *("partie", "sortie", "garantie", "cratie", "nistie", "nastie"),
)
# Words for a street that stand before its name, which begins with a capital where the script has them.
_BEFORE = (
    r"rue|avenue|av\.|boulevard|bd|quai|impasse|chemin|calle|c/|avenida|avda\.?|plaza|paseo|carrer|ulica|ul\."
    r"|вул\.?|вулиц[яіюею]{1,2}|ул\.?|улиц[аеыу]|просп\.?|проспект[іе]?|пр-т|бульвар|бул\.|пров\.|провул(?:ок|ку)"
    r"|пер\.|переул(?:ок|ке)|набережна|площа|пл\."
)
# Arabic عن طريق is "by way of", not a road.
_BEFORE_UNCASED = r"شارع|طريق|جادة|زقاق|خیابان|خيابان|کوچه|بلوار|میدان"
_BEFORE_NAME_FRENCH = r"rue|avenue|av\.|boulevard|bd|place|quai|impasse|all[ée]e|chemin|route|passage|square"
_AFTER_ENGLISH = (
    r"street|road|rd|avenue|ave|boulevard|blvd"
    r"|(?-i:St|ST|Lane|LANE|Ln|Drive|DRIVE|Way|WAY|Close|CLOSE|Terrace|TERRACE|Crescent|Gardens|GARDENS|Square)"
)
_AFTER_TURKISH = r"cadde(?:si|sinde)?|cad\.|cd\.|soka(?:k|ğı|ğında)|sok\.|sk\.|bulvar(?:ı|ında)?|mahalle(?:si)?|mah\."
_NUMBER_WORD = r"(?:no|nº|n°|№|#|буд|д|дом|будинок|رقم|پلاک|بناية)"
_HOUSE = r"\d{1,3}(?:[ ]?[A-Za-zА-Яа-яІі](?![^\W_])(?:[ ]?\d{1,3})?)?"
# What makes of a number a time, a distance, a price or a count instead of a house.
_UNITS = (
    r"[%€$£]|min|h\b|km|m\b|met|mèt|kilom|eur|tim|päiv|tunt|vuo|henk|ihm|day|hour|year|people|person|pers|jour|heure"
    r"|an\b|ans\b|años|día|hora|dakika|saat|gün|yıl|kişi|metre|хв|мин|год|час|дн|днів|рок|лет|люд|чол|чел|метр|км"
    r"|دقي|دقی|دقا|ساع|يوم|أيام|ايام|سنة|سنوات|سال|شهر|أشهر|ماه|روز|شخص|أشخاص|اشخاص|نفر|متر|كم|یورو"
)
_NO_HOUSE = rf"(?![^\W_])(?![.:,/]?\d)(?![ ]?(?:{_UNITS}))"
_CAPITAL = r"(?-i:[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĽŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽА-ЯІЇЄҐ])"
_NAME_BEFORE = rf"(?:[^\W\d_]['’\w\-]{{0,30}}[ ]{{1,2}}){{0,3}}(?:[dl]['’])?{_CAPITAL}['’\w.\-]{{0,30}}"

# The same words on their own, after a name: Aleksis Kiven katu 5.
_APART = r"katu|kadun|kadulla|tie|tiellä|kuja|kujalla|polku|gata|gatan|väg|vägen|straße|strasse|str\.|weg|allee"

_STREETS = [
    re.compile(pattern + _NO_HOUSE, re.IGNORECASE)
    for pattern in (
        rf"(?<!\w)(?:{_BEFORE})[ ]{{0,2}}{_NAME_BEFORE}(?:[ ,]{{1,3}}{_NUMBER_WORD}?[ .:]{{0,2}}){_HOUSE}",
        rf"(?<!\w)(?<!عن )(?:{_BEFORE_UNCASED})(?:[ ]{{1,2}}[^\W\d_]{{1,30}}){{1,3}}[ ,]{{1,3}}{_HOUSE}",
        rf"(?<!\w){_CAPITAL}['’\w\-]{{0,30}}[ ](?:{_APART})[ ]{{1,2}}{_HOUSE}",
        rf"(?<!\w)(?:[^\W\d_]{{2,30}}[ ]{{1,2}})?(?:{_AFTER_TURKISH})[ ,]{{1,3}}(?:no[ .:]{{0,3}})?{_HOUSE}",
    )
]
_FIRST = r"(?<![\w.,:])\d{1,4}(?:[ ]?(?:bis|ter|[a-d]))?,?[ ]{1,2}"
_NUMBER_FIRST = [
    re.compile(_FIRST + pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:{_BEFORE_NAME_FRENCH})[ ]{{1,2}}{_NAME_BEFORE}",
        rf"(?:{_CAPITAL}['’\w.\-]{{0,30}}[ ]{{1,2}}){{1,3}}(?:{_AFTER_ENGLISH})(?!\w)",
        r"[^\W\d_]{2,30}[ ]{1,2}(?:street|avenue)(?!\w)",
    )
]
_WORD_AND_HOUSE = re.compile(rf"(?<!\w)([^\W\d_]{{5,50}})\.?[ ]{{1,2}}{_HOUSE}{_NO_HOUSE}", re.IGNORECASE)

_DEGREES = r"([-+−]?\d{1,3}[.,]\d{3,15})"
_BETWEEN = r"[ °NSEWnsew]{0,4}[,;/ ][ NSEWnsew]{0,4}(?:(?:longitude|long?|lng)[ :=]{0,3})?"
_PAIR = re.compile(rf"(?<![\w.,]){_DEGREES}{_BETWEEN}{_DEGREES}(?!\d|[.,]\d)")
_POINTS = [
    re.compile(
        r"(?<!\d)\d{1,3}[ ]?°[ ]?\d{1,2}(?:[.,]\d{1,8})?[ ]?['′’´](?:[ ]?\d{1,2}(?:[.,]\d{1,8})?[ ]?(?:[\"″”]|''))?"
    ),
    re.compile(r"(?<!\w)geo:-?\d{1,3}(?:\.\d{1,15})?,-?\d{1,3}(?:\.\d{1,15})?", re.IGNORECASE),
    # Open Location Code: twenty digits and letters around a plus; one letter at least, for 2345+67 is a sum.
    re.compile(r"(?<![^\W_])(?=[2-9+]{0,9}[CFGHJMPQRVWX])[2-9CFGHJMPQRVWX]{4,8}\+[2-9CFGHJMPQRVWX]{2,3}(?![^\W_])"),
    # what3words
    re.compile(r"(?<![:/])///[^\W\d_]{1,30}\.[^\W\d_]{1,30}\.[^\W\d_]{1,30}"),
]


def _is_street(found: re.Match[str]) -> bool:
    word = found[1].lower()
    return word.endswith(_ENDINGS) and not word.endswith(_NO_STREETS)


def addresses(text: str) -> Iterator[Span]:
    """Street names with a house number, in the way of some fifteen languages."""
    yield from (found.span() for found in _WORD_AND_HOUSE.finditer(text) if _is_street(found))
    for pattern in (*_STREETS, *_NUMBER_FIRST):
        yield from (found.span() for found in pattern.finditer(text))


def _is_on_earth(found: re.Match[str]) -> bool:
    """Whether both numbers are degrees, and not thousands (1.500, 2.250) with the point of another language."""
    written = [each.replace(",", ".").replace("−", "-") for each in found.groups()]
    thousands = all(re.search(r"\.\d\d0\Z|,\d{3}\Z", each) for each in found.groups())
    one, other = sorted(abs(float(each)) for each in written)
    return one <= 90 and other <= 180 and not thousands


def coordinates(text: str) -> Iterator[Span]:
    """Pairs of decimal degrees, degrees with minutes, geo: addresses, plus codes and three words."""
    yield from (found.span() for found in _PAIR.finditer(text) if _is_on_earth(found))
    for pattern in _POINTS:
        yield from (found.span() for found in pattern.finditer(text))
