"""What the offer check asks. It is read and forgotten."""

from collections.abc import Mapping

from wtforms import HiddenField

from portal.security import SafeForm
from resources.offers.rules import ANSWERS, rules


class OfferForm(SafeForm):
    """A choice of one of the offers, and later the answers about it, which the page draws itself."""

    offer = HiddenField()

    def chosen(self) -> str:
        """The offer, if it is one that we ask about."""
        return self.offer.data if self.offer.data in rules().offers else ""


def answers(offer: str, sent: Mapping[str, str]) -> dict[str, str]:
    """The answers in *sent* to the questions about *offer*; rubbish is no answer."""
    said = {each.code: sent.get(f"answer-{each.code}", "") for each in rules().about(offer)}
    return {code: answer for code, answer in said.items() if answer in ANSWERS}
