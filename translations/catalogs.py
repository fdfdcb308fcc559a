"""Keep the catalogs: extract messages, bring catalogs up to date, check and compile them.

``python -m translations.catalogs update|check|compile``. polib leaves an untranslated plural untranslated, where
``pybabel compile`` would write its singular for every number.
"""

import re
import sys
from pathlib import Path

import polib
from babel.messages.extract import extract_from_dir

from portal.languages import LANGUAGES, PLURALS, SOURCE

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent
METHODS = [("**/node_modules/**", "ignore"), ("**/templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {"_": None, "gettext": None, "lazy": None, "ngettext": (1, 2), "reader_says": None, "says": (2,)}
PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
Key = tuple[str, str]


def messages() -> dict[Key, list[str]]:
    """Every message of the code as (one, many or ""), with the files that say it."""
    found: dict[Key, list[str]] = {}
    for folder in ("portal", "map", "forum", "resources"):
        options = {"**/templates/**.html": {"trim_blocks": "true"}}
        walked = extract_from_dir(ROOT / folder, METHODS, options, keywords=KEYWORDS)  # type: ignore[arg-type]
        for name, _line, said, _comments, _context in walked:
            key = (said, "") if isinstance(said, str) else (said[0], said[1])
            found.setdefault(key, []).append(f"{folder}/{name}")
    return found


def path(tag: str) -> Path:
    """The catalog of *tag*."""
    return HERE / tag / "LC_MESSAGES" / "messages.po"


def _open(tag: str) -> polib.POFile:
    catalog = polib.pofile(str(path(tag)), wrapwidth=0) if path(tag).exists() else polib.POFile(wrapwidth=0)
    catalog.metadata = {
        "Project-Id-Version": "Wayhouse",
        "Language": tag,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[tag],
        "X-Wayhouse-Review": catalog.metadata.get("X-Wayhouse-Review", "machine draft, not reviewed by a person"),
    }
    return catalog


def _key(entry: polib.POEntry) -> Key:
    return (entry.msgid, entry.msgid_plural or "")


def update() -> None:
    """Give every catalog exactly the messages of the code, keeping what is translated."""
    wanted = messages()
    for tag in LANGUAGES:
        if tag == SOURCE:
            continue
        catalog, have = _open(tag), {}
        have = {_key(entry): entry for entry in catalog}
        catalog[:] = [_entry(key, sorted(set(files)), have.get(key), tag) for key, files in sorted(wanted.items())]
        path(tag).parent.mkdir(parents=True, exist_ok=True)
        catalog.save(str(path(tag)))


def _entry(key: Key, files: list[str], old: polib.POEntry | None, tag: str) -> polib.POEntry:
    entry = old or polib.POEntry(msgid=key[0], msgid_plural=key[1])
    entry.occurrences = [(name, "") for name in files]
    if key[1] and not entry.msgstr_plural:
        entry.msgstr_plural = dict.fromkeys(range(plural_forms(tag)), "")
    return entry


def plural_forms(tag: str) -> int:
    """How many plural forms *tag* has."""
    return int(PLURALS[tag].split("=")[1].split(";")[0])


def _problems(tag: str) -> list[str]:
    """What is wrong with the catalog of *tag*."""
    catalog, wanted = _open(tag), messages()
    have = {_key(entry): entry for entry in catalog}
    problems = [f"lacks {key[0]!r}" for key in wanted if key not in have]
    problems += [f"has {key[0]!r}, which nothing says" for key in have if key not in wanted]
    for entry in catalog:
        if not entry.translated() and not LANGUAGES[tag].door:
            problems.append(f"does not translate {entry.msgid!r}")
        problems += _wrong_placeholders(entry)
    return problems


def _wrong_placeholders(entry: polib.POEntry) -> list[str]:
    """Translations whose placeholders are not those of the message; a plural form may say its number in words."""
    said = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    needed = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    spare = set(PLACEHOLDER.findall("%(num)s")) if entry.msgid_plural else set()
    return [
        f"{entry.msgid!r}: the placeholders differ in {text!r}"
        for text in said
        if text and not needed - spare <= set(PLACEHOLDER.findall(text)) <= needed
    ]


def check() -> int:
    """Print what is wrong with any catalog; return how much."""
    wrong = [f"{tag}: {problem}" for tag in LANGUAGES if tag != SOURCE for problem in _problems(tag)]
    print("\n".join(wrong) or f"{len(LANGUAGES) - 1} catalogs hold all {len(messages())} messages.")  # noqa: T201
    return len(wrong)


def compile_all() -> None:
    """Write each catalog's .mo beside it."""
    for tag in LANGUAGES:
        if tag != SOURCE:
            _open(tag).save_as_mofile(str(path(tag).with_suffix(".mo")))


if __name__ == "__main__":
    command = sys.argv[1:2]
    if command == ["update"]:
        update()
    elif command == ["compile"]:
        compile_all()
    else:
        sys.exit(1 if check() else 0)
