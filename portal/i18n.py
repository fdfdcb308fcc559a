"""Words, dates and numbers in the language of the reader, which is the first segment of the path.

The only module that knows Flask-Babel.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from babel import Locale as BabelLocale
from babel import UnknownLocaleError, dates, numbers
from babel.support import LazyProxy, NullTranslations, Translations
from flask import Flask, abort, current_app, g, has_request_context, request
from flask_babel import Babel
from markupsafe import Markup, escape
from werkzeug.routing import BaseConverter

from portal.languages import LANGUAGES, SOURCE, Language, Said, chain, direction, parsed

CATALOGS = Path(__file__).parent.parent / "translations"
_LATIN = re.compile(r"([A-Za-z][A-Za-z0-9=;:-]*)")
View = TypeVar("View", bound=Callable[..., Any])


@lru_cache
def catalog(tag: str) -> NullTranslations:
    """The compiled catalog of *tag*, over its neighbour's, over the English that stands in the code."""
    own = Translations.load(CATALOGS, [tag])
    for each in chain(tag)[1:-1]:
        own.add_fallback(Translations.load(CATALOGS, [each]))
    return own


def _current() -> NullTranslations:
    if not has_request_context():
        return catalog(SOURCE)
    if "catalog" not in g:
        g.catalog = catalog(shown().tag)
    found: NullTranslations = g.catalog
    return found


def gettext(message: str, **words: Any) -> str:
    """Say *message* in the language of the page, with ``%(name)s`` filled from *words*."""
    said = _current().ugettext(message)
    return said % words if words else said


def ngettext(one: str, many: str, num: int, **words: Any) -> str:
    """Say how many, in the form that the language of the page has for *num*."""
    return _current().ungettext(one, many, num) % {"num": number(num), **words}


def reader_says(message: str) -> str:
    """*message* in the reader's own language, on a page that is shown in another."""
    return str(catalog(reader().tag).ugettext(message))


def says(tag: str, message: str, **words: Any) -> str:
    """*message* in the language *tag*, whatever the language of the page: for mails and notes to others."""
    said = str(catalog(tag if tag in LANGUAGES else SOURCE).ugettext(message))
    return said % words if words else said


def lazy(message: str) -> Any:
    """Like `gettext`, said anew for each reader: for labels that are made at import."""
    return LazyProxy(gettext, message, enable_cache=False)


def reader() -> Language:
    """The language that the reader chose."""
    found: Language = g.get("language") or LANGUAGES[SOURCE]
    return found


def shown() -> Language:
    """The language that this page is shown in: the reader's, unless only its doors are translated."""
    found: Language = g.get("shown") or LANGUAGES[SOURCE]
    return found


def speak(tag: str, *, door: bool = False) -> None:
    """Set the language of this request; *door* says that the page exists in the door languages too."""
    g.language = LANGUAGES[tag]
    g.shown = g.language if door or not g.language.door else LANGUAGES[chain(tag)[-1]]
    g.pop("catalog", None)


def door(view: View) -> View:
    """Mark *view* as one of the pages that are whole in the door languages."""
    view.door = True  # type: ignore[attr-defined]
    return view


class LocaleConverter(BaseConverter):
    """The first segment of a path: one of our tags, and nothing else."""

    regex = "[a-z]{2,3}"
    part_isolating = True

    def to_python(self, value: str) -> str:
        """Refuse what is not a language of ours."""
        if value not in LANGUAGES:
            abort(404)
        return value


def _take_locale(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "lang" in values:
        view = current_app.view_functions.get(endpoint or "")
        speak(values.pop("lang"), door=getattr(view, "door", False))
    else:
        first = request.path.split("/")[1]
        speak(first if first in LANGUAGES else SOURCE)


def _give_locale(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and endpoint in current_app.extensions["wayhouse.localised"]:
        values["lang"] = reader().tag


def babel_locale() -> BabelLocale:
    """The Babel locale of the page."""
    return parsed(shown().babel)


def number(value: float) -> str:
    """*value* in the reader's digits."""
    return numbers.format_decimal(value, locale=babel_locale(), numbering_system="default")


def clock(moment: datetime.time | datetime.datetime) -> str:
    """A time of day, such as 18:00, always on 24 hours."""
    return moment.strftime("%H:%M")


def day(date: datetime.date) -> str:
    """A date, with its month in words."""
    return _day(date, shown().babel)


@lru_cache(maxsize=2048)
def _day(date: datetime.date, locale: str) -> str:
    return dates.format_date(date, format="long", locale=locale)


def weekday(date: datetime.date) -> str:
    """The name of the day of the week of *date*."""
    return dates.format_date(date, format="EEEE", locale=babel_locale())


def month(date: datetime.date) -> str:
    """The month of *date*, with its year."""
    return dates.format_date(date, format="LLLL y", locale=babel_locale())


def codes(words: object) -> Markup:
    """*words* in which what has to be typed in Latin letters runs from the left, on pages in other scripts."""
    text = str(words)
    if unicodedata.name(shown().endonym[0]).startswith("LATIN"):
        return escape(text)
    code = Markup('<bdi dir="ltr" lang="en">{}</bdi>')
    parts = _LATIN.split(text)
    return Markup("").join(code.format(part) if at % 2 else escape(part) for at, part in enumerate(parts))


def language_name(tag: str) -> str:
    """The name of a spoken language in the language of the page, or its own name, or its English one, or its tag."""
    ours = LANGUAGES.get(tag)
    code = ours.babel if ours else tag
    own = ours.endonym if ours else parsed(SOURCE).languages.get(code, tag)
    return str(babel_locale().languages.get(code) or own)


def endonym(tag: str) -> str:
    """What those who speak the language *tag* call it."""
    if tag in LANGUAGES:
        return LANGUAGES[tag].endonym
    try:
        return str(parsed(tag.replace("-", "_")).display_name or tag)
    except (UnknownLocaleError, ValueError):
        return tag


def own_name(tag: str) -> Markup:
    """The name of one of our languages in itself, marked as such."""
    return bdi(Said(LANGUAGES[tag].endonym, tag))


def english_name(tag: str) -> str:
    """The name of one of our languages in English, such as Tigrinya or Dari."""
    return str(parsed(SOURCE).languages[LANGUAGES[tag].babel])


def bdi(said: Said | None) -> Markup:
    """*said* as an isolated run with its language, where it differs from the page's, and with its direction.

    What begins with a word in Latin letters goes from the right all the same where its language does.
    """
    if said is None:
        return Markup()
    other = said.tag != shown().tag
    own = (f' lang="{escape(said.tag)}"' if other else "") + (
        f' dir="{direction(said.tag)}"' if other or direction(said.tag) == "rtl" else ""
    )
    return Markup(f"<bdi{own}>{escape(said.words)}</bdi>")  # noqa: S704 (both escaped)


def remember_localised(app: Flask) -> None:
    """Note which endpoints have the locale in their path; called when all of them are there."""
    rules = app.url_map.iter_rules()
    app.extensions["wayhouse.localised"] = {rule.endpoint for rule in rules if "lang" in rule.arguments}


def init_app(app: Flask) -> None:
    """Teach *app* its languages."""
    app.url_map.converters["locale"] = LocaleConverter
    Babel(app, locale_selector=babel_locale, configure_jinja=False)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=False)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(
        languages=LANGUAGES, shown_language=shown, reader_language=reader, reader_says=reader_says
    )
    app.jinja_env.filters.update(
        number=number,
        day=day,
        weekday=weekday,
        month=month,
        codes=codes,
        clock=clock,
        bdi=bdi,
        language_name=language_name,
        endonym=endonym,
        direction=direction,
    )
    app.url_value_preprocessor(_take_locale)
    app.url_defaults(_give_locale)
