"""What a reader may be about to type: words of concepts, labels of categories, and titles that are public now."""

from portal import db
from portal.i18n import reader
from portal.kinds import all_kinds, split_key
from portal.languages import best, chain
from portal.search.analysis.forms import form
from portal.search.concepts import IN_LATIN, Table
from portal.search.engine import Query, current
from portal.search.table import table
from portal.taxonomy.folding import fold, phrase, words

MOST, SHORTEST, LONGEST = 8, 2, 60
TRIED, READ = 12, 24  # words that may be meant, entries that are looked at


def suggestions(text: str) -> list[str]:
    """At most eight ways to go on from *text*, those of the reader's language first."""
    begun = phrase(text[:LONGEST])
    if len(begun) < SHORTEST and begun.isascii():
        return []
    found = dict.fromkeys(_labels(begun, table()))
    if len(found) < MOST:
        found |= dict.fromkeys(_titles(begun))
    return list(found)[:MOST]


def _labels(begun: str, words_: Table) -> list[str]:
    """Words of concepts and categories that begin so, the shortest first; the reader's own before others."""
    own = chain(reader().tag)
    found = [
        (tag not in own[:1], len(row.word), row.word)
        for tag in (*own, *_others(begun, words_))
        for row in words_.by_locale.get(tag, ())
        if row.folded.startswith(begun)
    ]
    return [word for _, _, word in sorted(set(found))[:MOST]]


def _others(begun: str, words_: Table) -> list[str]:
    """Other languages, where the letters are not those of the reader's."""
    return (
        [tag for tag in words_.by_locale if tag not in {IN_LATIN, *chain(reader().tag)}]
        if not begun.isascii()
        else []
    )


def _titles(begun: str) -> list[str]:
    """Titles that hold what was begun as whole words, its last word begun, as they are now."""
    asked = words(begun)
    if not asked or len(asked[-1]) < SHORTEST:
        return []
    like = current().words_like([asked[-1]], (), ())
    last = {word: 1.0 for word in sorted(like, key=lambda each: -like[each])[:TRIED] if word[0] != "="}
    groups = [*({form(each, reader().tag).exact: 1.0} for each in asked[:-1]), last]
    entries = current().search(Query([group for group in groups if group], limit=READ)) if last else []
    wanted = [entry.key for entry in entries if any(f" {word}" in name for name in entry.names for word in last)]
    return [title for title in _names(wanted) if all(f" {word}" in f" {fold(title)}" for word in asked)]


def _names(keys: list[str]) -> list[str]:
    """The names of what search may find of *keys*, in the reader's language; read from the database."""
    found: dict[str, str] = {}
    for name in dict.fromkeys(split_key(key)[0] for key in keys):
        kind, ids = all_kinds()[name], [number for kind_, number in map(split_key, keys) if kind_ == name]
        rows = db.session().scalars(kind.for_search().where(kind.model.id.in_(ids))).unique().all()
        for document in kind.documents(rows):
            if said := best(document.names, reader().tag):
                found[document.key] = said.words
    return [found[key] for key in keys if key in found]
