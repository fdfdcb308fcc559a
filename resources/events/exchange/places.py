"""Which of our places the words of a calendar name: only public ones, with a door that everyone may know."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from map import local
from map.places.models import Place, PlaceText
from portal.taxonomy.folding import phrase

_SEVERAL = 0


class Doors:
    """The doors that *wanted*, the words of a calendar, may name. All places are looked through once, if at all."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self.spelled = {each for words in wanted for each in _spellings(words)}
        self.found: dict[str, int] = {}
        self.looked = False

    def _look(self, opened: Session) -> None:
        self.looked = True
        known = local.doors().with_only_columns(Place.id)
        named = select(PlaceText.place_id, PlaceText.name).where(PlaceText.place_id.in_(known))
        for query in (named, local.doors().with_only_columns(Place.id, Place.address)):
            for number, called in opened.execute(query):
                self._note(phrase(called), number)

    def _note(self, called: str, number: int) -> None:
        if called in self.spelled and self.found.setdefault(called, number) != number:
            self.found[called] = _SEVERAL

    def named(self, opened: Session, words: str) -> int | None:
        """The id of the one place that *words* name, by its name or its whole address."""
        if words and not self.looked:
            self._look(opened)
        return next((self.found[each] for each in _spellings(words) if self.found.get(each, _SEVERAL)), None)


def _spellings(words: str) -> list[str]:
    """What may be a name or an address in *words*: all of it, or what stands before its first comma; folded."""
    return [each for each in dict.fromkeys((phrase(words), phrase(words.partition(",")[0]))) if each]
