"""What was typed when a sign-in or a proof had to come between: kept in hidden fields, and sent on afterwards."""

import re
from dataclasses import dataclass

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal.posting import page

PREFIX = "kept-"
# A path of ours: browsers skip controls, and take a backslash for a slash, so that /\t/evil is another host.
OURS = re.compile(r"/(?!/)[^\\\x00-\x20\x7f]*")


@dataclass(frozen=True, slots=True)
class Kept:
    """Fields of a form in their order, each with each of its values."""

    pairs: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def items(self) -> tuple[tuple[str, str], ...]:
        """Each name with a value, as templates ask for it."""
        return self.pairs


def keep() -> Kept:
    """The fields of this request, to be kept; where it was itself one that came between, those that it kept."""
    if "back" in request.form:
        return kept()
    return Kept(tuple((f"{PREFIX}{name}", value) for name, value in request.form.items(multi=True)))


def kept() -> Kept:
    """The fields that this request kept from one before."""
    return Kept(tuple(each for each in request.form.items(multi=True) if each[0].startswith(PREFIX)))


def here() -> str:
    """The address to come back to: that of this request, or the one that a form between was for."""
    return request.form.get("back", request.full_path.rstrip("?"))


def safe(back: str | None) -> str:
    """*back* where it is an address of ours; the account otherwise."""
    return back if back and OURS.fullmatch(back) else url_for("accounts.home")


def go_on(back: str | None) -> Response:
    """Lead back; where something was typed there, let the reader send it now."""
    fields = Kept(tuple((name.removeprefix(PREFIX), value) for name, value in kept().items()))
    if fields:
        return page("accounts/go_on.html", back=safe(back), fields=fields)
    return redirect(safe(back), 303)
