"""Settings: a file, then variables; documented; no default secret."""

from dataclasses import fields
from pathlib import Path

import pytest

from portal.settings import DEFAULT_SECRET, BadSetting, Settings, load

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"


def test_variables_win_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "wayhouse.toml"
    file.write_text('city = "Turku"\nworkers = 3\n', encoding="utf-8")
    found = load({"WAYHOUSE_SETTINGS": str(file), "WAYHOUSE_CITY": "Oulu"})
    assert (found.city, found.workers) == ("Oulu", 3)


@pytest.mark.parametrize("text", ["colour = 1", "city = ", 'workers = "many"'])
def test_a_bad_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "wayhouse.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadSetting):
        load({"WAYHOUSE_SETTINGS": str(file)})


@pytest.mark.parametrize(
    ("name", "value"), [("TIME_ZONE", "Mars/Crater"), ("TIME_ZONE", ""), ("CENTRE", "here"), ("DEMO", "maybe")]
)
def test_a_value_that_would_fail_later_is_refused_now(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name.lower()):
        load({f"WAYHOUSE_{name}": value})


def test_a_missing_file_is_refused() -> None:
    with pytest.raises(BadSetting, match="nowhere.toml"):
        load({"WAYHOUSE_SETTINGS": "/nowhere.toml"})


@pytest.mark.parametrize("secret", [DEFAULT_SECRET, "short", ""])
def test_a_default_or_short_secret_is_refused(secret: str) -> None:
    with pytest.raises(BadSetting, match="WAYHOUSE_SECRET_KEY"):
        Settings(secret_key=secret).require_secret()


def test_every_setting_is_documented() -> None:
    documented = DOCS.read_text(encoding="utf-8")
    missing = [each.name for each in fields(Settings) if f"| `{each.name}` " not in documented]
    assert missing == []
