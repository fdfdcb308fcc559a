"""What tests of staff share: giving, seconding, inviting and resetting as staff do it by the pages."""

import datetime
import json
from collections.abc import Sequence

import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal import db
from portal.accounts import standing
from portal.accounts.models import RoleGrant
from portal.log.models import LogEntry, LogText
from portal.permissions import Permission, Role
from tests.people import (
    Browser,
    Person,
    fill_in,
    give,
    make,
    post,
    reread,
    sheets,
    told,
)

STAFF = "/en/account/staff"
DAY = datetime.timedelta(days=1)


def entries(app: Flask, person: Person) -> list[tuple[str, str, str]]:
    """What the log says about *person*: the act, by whom, and the words."""
    query = select(LogEntry.act, LogEntry.actor, LogText.text).join(LogText, LogText.entry_id == LogEntry.id)
    with app.app_context():
        rows = db.session().execute(query.where(LogText.about == person.ref).order_by(LogEntry.id)).all()
    return [(row.act, row.actor, str(json.loads(row.text))) for row in rows]


def grant(inside: Browser, person: Person, role: Role, scope: str = "") -> TestResponse:
    return fill_in(inside, f"{STAFF}/grant", name=person.pseudonym, role=role, scope=scope)


def grants(app: Flask, person: Person) -> Sequence[RoleGrant]:
    with app.app_context():
        return db.session().scalars(select(RoleGrant).where(RoleGrant.account_id == person.id)).all()


def second(inside: Browser, kind: str, number: int) -> TestResponse:
    """Second a grant or a reset, by its button on the page of people and roles."""
    page = inside.get(STAFF)
    wanted = f"{STAFF}/{kind}/{number}/second"
    return post(inside, next(each for each in sheets(page) if each.action == wanted))


def may(app: Flask, person: Person, permission: Permission) -> bool:
    return permission in standing.permissions(reread(app, person), strong=True)


def in_days(number: int) -> time_machine.travel:
    return time_machine.travel(datetime.datetime.now(datetime.UTC) + number * DAY, tick=False)


def admin_of(app: Flask, scope: str) -> Person:
    """An administrator who belongs to an organisation."""
    made = make(app, Role.ADMIN)
    give(app, made, Role.MEMBER, scope)
    return made


def invite(inside: Browser, role: Role, scope: str = "", path: str = "invite") -> str:
    return told(fill_in(inside, f"{STAFF}/{path}", role=role, scope=scope))[0]


def reset(inside: Browser, person: Person) -> TestResponse:
    return fill_in(inside, f"{STAFF}/reset", name=person.pseudonym)
