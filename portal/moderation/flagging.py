"""Flags: someone says that a thing does harm. Number never removes; a person always looks."""

import json
import urllib.request
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import db
from portal.accounts import standing, tokens
from portal.accounts.models import Account
from portal.errors import BadInput
from portal.i18n import gettext, says
from portal.kinds import Kind
from portal.moderation import deciding, effects, queue, trust
from portal.moderation.models import Flag, ReviewItem
from portal.moderation.reviewed import State
from portal.moderation.rulings import ACTIONS, Ruling
from portal.notices.actions import send
from portal.outbox.queue import promise
from portal.settings import current

RULE_OF = {
    "recruitment": "recruiting", "trafficking": "trafficking", "threat": "threat", "location": "location",
    "child": "child",
}  # fmt: skip
"""The urgent harms, each with the rule that it breaks."""
ENOUGH = 3
PATIENCE = 10


def flag(
    opened: Session,
    kind: Kind,
    row: Any,
    *,
    reporter: Account | None,
    harm: str,
    note: str,
    language: str,
    past: bool,
) -> str:
    """Take a flag; return the secret of the link by which its sender sees what became of it.

    *past* sends it past the space's moderators to the ombudsperson.

    Raises:
        BadInput: about one's own, or flagged by the same person before and still open.
    """
    if reporter and row.author_id == reporter.id:
        raise BadInput(gettext("This is your own. You can change it, or ask us to take it away."))
    counts = reporter is not None and not _slowed(reporter)
    urgent = harm in RULE_OF and (reporter is None or counts)
    route = "ombudsperson" if past else "space"
    why = "past" if past else f"flag-{harm}"
    item = queue.open_item(opened, kind, row, why, urgency=2 if urgent else 0, route=route)
    secret = tokens.token()
    if reporter:
        _drop_answered(opened, item.id, reporter.id)
    opened.add(
        Flag(
            item_id=item.id, reporter_id=reporter.id if reporter else None, link_hash=tokens.hashed(secret),
            harm=harm, note=note, language=language, route=route, counts=counts, sent_on=db.today(),
        )
    )  # fmt: skip
    opened.flush()
    if urgent:
        promise(opened, "on call", [str(item.id)])
    if harm in RULE_OF and counts:
        _hide_first(opened, kind, row, item)
    return secret


def _drop_answered(opened: Session, item_id: int, reporter_id: int) -> None:
    """One flag a person and thing: an answered one makes room for a new one."""
    earlier = opened.scalar(select(Flag).where(Flag.item_id == item_id, Flag.reporter_id == reporter_id))
    if earlier is not None and earlier.outcome == "open":
        raise BadInput(gettext("You reported this already, and someone will look. See it under “What I reported”."))
    if earlier is not None:
        opened.delete(earlier)
        opened.flush()


def _slowed(reporter: Account) -> bool:
    return any(each.scope == "flags" for each in standing.sanctions(reporter))


def _hide_first(opened: Session, kind: Kind, row: Any, item: ReviewItem) -> None:
    """Hide what several established members call urgent until a person looks: a decision like any other."""
    if row.state != State.PUBLISHED or kind.exempt(row):
        return
    query = select(Flag).where(Flag.item_id == item.id, Flag.outcome == "open", Flag.counts, Flag.harm.in_(RULE_OF))
    established = [each for each in opened.scalars(query) if _established(opened, each.reporter_id)]
    if len(established) < ENOUGH:
        return
    facts = says(item.language, "Several members say that this does urgent harm. It is hidden until a person looks.")
    ruling = Ruling("hide", RULE_OF[established[-1].harm], facts)
    decision = deciding.record(opened, None, item, row, ruling, source="flag")
    effects.apply(opened, decision, kind, row, ACTIONS["hide"].sets)
    deciding.tell(opened, decision)
    deciding.note(opened, None, decision)


def _established(opened: Session, account_id: int | None) -> bool:
    account = opened.get(Account, account_id) if account_id else None
    return account is not None and trust.trusted(opened, account)


def by_link(secret: str) -> Flag | None:
    """The flag that a link is for."""
    return db.session().scalar(select(Flag).where(Flag.link_hash == tokens.hashed(secret)))


def of_reporter(account_id: int) -> Sequence[tuple[Flag, ReviewItem]]:
    """What someone reported, newest first."""
    query = select(Flag, ReviewItem).join(ReviewItem).where(Flag.reporter_id == account_id).order_by(Flag.id.desc())
    return [(row[0], row[1]) for row in db.session().execute(query)]


def tell_on_call(keys: Sequence[str]) -> None:
    """Tell the staff on call that something urgent waits: by mail and webhook, with nothing of it in either."""
    settings = current()
    for key in keys:
        words = f"Something urgent waits for a moderator: {settings.public_url}/en/moderation/{key}"
        if settings.on_call_mail:
            send(settings.on_call_mail, f"{settings.city}: urgent", words, f"on-call-{key}-{db.today()}")
        if settings.on_call_webhook:
            _post(settings.on_call_webhook, {"event": "urgent flag", "item": int(key)})


def _post(address: str, said: dict[str, Any]) -> None:
    body = json.dumps(said).encode()
    asked = urllib.request.Request(address, body, {"Content-Type": "application/json"}, method="POST")  # noqa: S310
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310 (the operator's own setting)
        answer.read()
