"""Situations of life, such as having just arrived: a second way into the tree of guides. Their words are data."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from portal.i18n import shown
from portal.languages import Said, best

DATA = Path(__file__).parent / "situations.toml"


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation: its code, its pictogram, and what it is called by locale."""

    code: str
    icon: str
    labels: dict[str, str]

    @property
    def label(self) -> Said:
        """What it is called, for the reader."""
        return best(self.labels, shown().tag) or Said(self.code, "en")


@lru_cache(maxsize=1)
def all_situations() -> dict[str, Situation]:
    """Every situation by its code, in the order shown."""
    read = tomllib.loads(DATA.read_text(encoding="utf-8"))["situation"]
    return {each["code"]: Situation(each["code"], each["icon"], each["label"]) for each in read}
