"""Taking along what one wrote, and leaving: what is removed is removed everywhere; the log keeps references."""

import io
import json
import zipfile
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from portal import db
from portal.accounts import tokens
from portal.accounts.models import Account
from portal.kinds import Kind, all_kinds, kept
from portal.log import chain
from portal.moderation import deciding, targets
from portal.moderation.models import Appeal, Decision, Flag, ReviewItem
from portal.moderation.reviewed import State
from portal.notices import actions as notices
from portal.notices.models import MailAddress, Notice, Subscription
from portal.outbox.models import Outbox
from portal.outbox.queue import promise

README = "All that you wrote here, and what was decided about it, as JSON (UTF-8).\n"


def _written(account_id: int) -> dict[str, list[dict[str, Any]]]:
    """Everything that someone wrote, by kind; a kind of which they wrote nothing is there, empty."""
    said: dict[str, list[dict[str, Any]]] = {name: [] for name, kind in all_kinds().items() if kind.by_author}
    for kind, row in targets.authored(db.session(), account_id):
        said[kind.name].append(_plain(kind, row))
    return said


def _plain(kind: Kind, row: Any) -> dict[str, Any]:
    about = {"id": row.id, "state": row.state, "language": row.language, "written_on": row.written_on}
    return about | targets.said(kind, row)


def _columns(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _about(account: Account) -> dict[str, Any]:
    read = db.session()
    flags = read.scalars(select(Flag).where(Flag.reporter_id == account.id))
    appeals = read.scalars(select(Appeal).where(Appeal.appellant_id == account.id))
    told = read.scalars(select(Notice).where(Notice.recipient == account.id))
    mail = read.get(MailAddress, account.id)
    return {
        "account": _columns(account, "pseudonym", "language", "created_on")
        | {"sign_in_name": tokens.grouped(account.sign_in_name), "mail": mail.address if mail else None},
        "roles": [_columns(each, "role", "scope", "granted_on") for each in account.grants],
        "reports": [_columns(each, "harm", "note", "outcome", "sent_on") for each in flags],
        "objections": [_columns(each, "text", "status", "reply", "filed_on") for each in appeals],
        "decisions": [
            _columns(each, "action", "rule", "facts", "note", "decided_on", "overruled_on")
            for each in read.scalars(deciding.of_author(account.id))
        ],
        "follows": [
            _columns(each, "key", "since")
            for each in read.scalars(select(Subscription).where(Subscription.recipient == account.id))
        ],
        "notices": [_columns(each, "about", "told_on") for each in told],
    }


def export(account: Account) -> bytes:
    """A ZIP of everything that *account* wrote, and of what is kept about it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README)
        for name, said in {**_about(account), **_written(account.id), **kept(account.id)}.items():
            archive.writestr(f"{name}.json", json.dumps(said, ensure_ascii=False, indent=1, default=str))
    return packed.getvalue()


def erase(opened: Session, account_id: int, *, texts: bool) -> None:
    """Remove an account and all that names it; with *texts* also what it wrote, everywhere."""
    account = opened.get_one(Account, account_id)
    ref = account.ref
    _remove_texts(opened, account_id, every=texts)
    _blank(opened, account_id, texts=texts)
    _forget_promises(opened, account_id)
    notices.forget(opened, account_id)
    deciding.forget_claims(opened, account_id)
    opened.execute(delete(Account).where(Account.id == account_id))
    promise(opened, "scrub", ["now"])
    chain.erase(opened, ref)
    chain.append(opened, "erase", actor=ref, target=f"account:{ref}")


def _remove_texts(opened: Session, account_id: int, *, every: bool) -> None:
    """Remove what someone wrote; without *every*, only what cannot stay without them."""
    for kind, row in targets.authored(opened, account_id):
        if kind.outlives and not every:
            continue
        stood, row.state = row.state, State.HIDDEN
        targets.follow(opened, kind, row)
        kind.remove(opened, row)
        if row not in opened.deleted:  # its head stays, for the words of others
            row.state = stood
            targets.follow(opened, kind, row)
        opened.flush()


def _blank(opened: Session, account_id: int, *, texts: bool) -> None:
    """Empty the copies that moderation keeps: what counts stays, words go."""
    itself = (ReviewItem.kind == "account") & (ReviewItem.target_id == account_id)
    mine = or_(ReviewItem.author_id == account_id, itself) if texts else itself
    opened.execute(update(ReviewItem).where(mine).values(snapshot={}, fingerprint="", status="decided"))
    opened.execute(update(Decision).where(Decision.author_id == account_id).values(facts="", note=""))
    theirs = select(Decision.id).where(Decision.author_id == account_id)
    own = or_(Appeal.appellant_id == account_id, (Appeal.party == "author") & Appeal.decision_id.in_(theirs))
    opened.execute(delete(Appeal).where(own, Appeal.status == "open"))
    if texts:
        opened.execute(update(Flag).where(Flag.reporter_id == account_id).values(note=""))
        opened.execute(update(Appeal).where(own).values(text="", reply=""))


def _forget_promises(opened: Session, account_id: int) -> None:
    """Drop what the worker was still to do for someone who leaves."""
    told = {str(each) for each in opened.scalars(select(Notice.id).where(Notice.recipient == account_id))}
    opened.execute(delete(Outbox).where(Outbox.topic == "mail", Outbox.key.in_(told)))
    opened.execute(delete(Outbox).where(Outbox.topic == "confirm mail", Outbox.key.startswith(f"{account_id}:")))


def scrub(_keys: object = None) -> None:
    """Let nothing of what was erased wait in the database's journal."""
    db.scrub()
