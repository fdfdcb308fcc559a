"""docs/permissions.md: who may do what, from the code. ``python -m tests.permissions_table`` writes it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from portal.app import create_app
from portal.i18n import LocaleConverter
from portal.permissions import BY_TWO, SCOPED, TABLE, UNSTAFFED, VETTED, Permission, Role, declared
from portal.settings import Settings

PAGE = Path(__file__).parent.parent / "docs" / "permissions.md"
HEAD = """# Who may do what

Made from the code by `python -m tests.permissions_table`; a test says so when it is out of date. A stranger has
`anyone`. Staff who have not shown a second factor may do what residents may. A suspended account keeps `anyone` and
`own`; a silenced one loses `contribute`,
`translate`, `announce`, `convene` and `answer`. *Proof* asks to prove again, within ten minutes, who one is.
"""
METHODS = ("GET", "POST")


def rules(app: Flask) -> list[Rule]:
    """Every route, by its address."""
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def methods(rule: Rule) -> list[str]:
    """How a route is asked; HEAD and OPTIONS follow GET."""
    return [each for each in METHODS if each in (rule.methods or ())]


def address(rule: Rule, number: int = 0, word: str = "x") -> str:
    """An address of *rule*, in English, with *number* and *word* in its places."""
    values: dict[str, object] = {}
    for name, converter in rule._converters.items():
        choices = {LocaleConverter: "en", AnyConverter: sorted(getattr(converter, "items", [""]))[0]}
        values[name] = choices.get(type(converter), number if isinstance(converter, IntegerConverter) else word)
    built = rule.build(values, append_unknown=False)
    return built[1] if built else ""


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _roles() -> list[str]:
    names = [permission.value for permission in Permission]
    lines = [_row("role", *names, "given"), _row(*["---"] * (len(names) + 2))]
    for role in Role:
        lines.append(_row(role, *("x" if each in TABLE[role] else "" for each in Permission), _given(role)))
    return lines


def _given(role: Role) -> str:
    facts = {
        "by two people": role in BY_TWO,
        "for one space or organisation": role in SCOPED,
        "while vetted": role in VETTED,
        "with a second factor": role not in UNSTAFFED,
    }
    return ", ".join(words for words, holds in facts.items() if holds)


def _routes(app: Flask) -> list[str]:
    lines = [_row("route", "how", "permission", "proof"), _row(*["---"] * 4)]
    for rule in rules(app):
        view = app.view_functions[rule.endpoint]
        proof = "proof" if getattr(view, "step_up", False) else ""
        lines.append(_row(f"`{rule.rule}`", ", ".join(methods(rule)), declared(view) or "**none**", proof))
    return lines


def page(app: Flask) -> str:
    """The page, as it has to be."""
    return "\n".join([HEAD, "## Roles\n", *_roles(), "\n## Routes\n", *_routes(app), ""])


def main() -> None:
    """Write the page."""
    with TemporaryDirectory() as folder:
        PAGE.write_text(page(create_app(Settings(data_dir=Path(folder)))), encoding="utf-8")


if __name__ == "__main__":
    main()
