"""Who is asking: the cookie's token, the row of its sign-in, the account. The only module that knows Flask-Login."""

import datetime
from typing import Any

from flask import Flask, Request, g, has_request_context, request
from flask.sessions import SecureCookieSession, SessionInterface
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload
from werkzeug.wrappers import Response

from portal import db, security
from portal.accounts import standing
from portal.accounts.models import Account, AccountSession
from portal.accounts.tokens import hashed, token
from portal.notices import queries as notices
from portal.permissions import Permission
from portal.settings import current

COOKIE = "wayhouse"
TRUSTED = "wayhouse_device"
SHORT, LONG = datetime.timedelta(days=1), datetime.timedelta(days=30)


class Reader(UserMixin):  # type: ignore[misc]  # Flask-Login carries no types
    """Someone who is signed in, as Flask-Login holds them."""

    def __init__(self, opened: AccountSession) -> None:
        self.opened = opened
        self.account = opened.account


class NoSession(SessionInterface):
    """Flask's own session stays empty and sets no cookie: a sign-in is a row, see `AccountSession`."""

    def open_session(self, _app: Flask, _request: Request) -> SecureCookieSession:
        """An empty session."""
        return SecureCookieSession()

    def save_session(self, _app: Flask, _session: Any, _response: Response) -> None:
        """Keep nothing."""


def _load(asked: Request) -> Reader | None:
    given = asked.cookies.get(COOKIE)
    if not given:
        return None
    query = (
        select(AccountSession)
        .join(AccountSession.account)
        .where(AccountSession.token_hash == hashed(given), AccountSession.expires_on > db.today())
        .options(
            contains_eager(AccountSession.account).options(
                selectinload(Account.grants),
                selectinload(Account.sanctions),
                selectinload(Account.vettings),
                selectinload(Account.reads),
            )
        )
    )
    opened = db.session().scalars(query).first()
    return Reader(opened) if opened else None


def opened() -> AccountSession | None:
    """The sign-in of this request, even where its second factor is still missing."""
    if not has_request_context() or not request.cookies.get(COOKIE):
        return None
    found: AccountSession | None = current_user.opened if current_user.is_authenticated else None
    return found


def me() -> Account | None:
    """Who is signed in, or None."""
    here = opened()
    return here.account if here and here.passed else None


def someone() -> Account:
    """Who is signed in, in a view that asks for an account."""
    account = me()
    if account is None:
        raise RuntimeError("This view has to declare a permission that asks for an account.")
    return account


def strong() -> bool:
    """Whether a second factor was shown on this sign-in; the demo asks for none."""
    here = opened()
    return current().demo or bool(here and here.strong)


def stepped_up() -> bool:
    """Whether the reader proved within the last minutes who they are."""
    here = opened()
    return bool(here and here.stepped_up_until and here.stepped_up_until > db.now())


def may(permission: Permission) -> bool:
    """Whether the reader may do what *permission* names; for templates and menus."""
    account = me()
    if account is None:
        return permission is Permission.ANYONE
    return permission in standing.permissions(account, strong=strong())


def unread() -> int:
    """How many notices the reader has not seen; asked once a page."""
    account = me()
    if "unread" not in g:
        g.unread = notices.unread(account.id) if account else 0
    found: int = g.unread
    return found


def new_row(account: Account, *, stay: bool, passed: bool, strong: bool) -> tuple[AccountSession, str]:
    """A row for a new sign-in of *account*, and the token of its cookie, which is kept nowhere."""
    secret = token()
    ends = db.today() + (LONG if stay else SHORT) + datetime.timedelta(days=1)
    row = AccountSession(
        token_hash=hashed(secret), account_id=account.id, signed_in_on=db.today(), expires_on=ends,
        passed=passed, strong=strong,
    )  # fmt: skip
    return row, secret


def set_cookie(answer: Response, name: str, secret: str, *, stay: bool) -> None:
    """Give the reader's browser a token; without *stay* it forgets it when it closes."""
    answer.set_cookie(
        name, secret, max_age=LONG if stay else None, httponly=True, samesite="Lax", secure=not current().demo
    )


def drop_cookie(answer: Response) -> None:
    """Let the reader's browser forget the sign-in."""
    answer.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=not current().demo)


def _keep_private(answer: Response) -> Response:
    """What is made for someone who is signed in is kept by no cache."""
    if request.cookies.get(COOKIE) and request.endpoint != "static":
        answer.headers["Cache-Control"] = "no-store"
    return answer


def begin(secret: str) -> None:
    """Bind the forms of this answer to the sign-in that it begins."""
    g.bound_to = hashed(secret)


def ask_as_stranger() -> None:
    """Bind the forms of this request to no sign-in: for those who have none yet, also once they came by one."""
    g.bound_to = ""


def binding() -> str:
    """What a form of a signed-in reader is bound to: their sign-in."""
    if "bound_to" in g:
        return str(g.bound_to)
    here = opened()
    return here.token_hash if here else ""


def _sender() -> str:
    account = me()
    return account.ref if account else ""


def init_app(app: Flask) -> None:
    """Teach *app* who is asking."""
    app.session_interface = NoSession()
    manager = LoginManager(app)
    manager.session_protection = None  # it would keep a hash of address and browser
    manager.request_loader(_load)
    app.after_request(_keep_private)
    security.bind_forms(app, binding, _sender)
    app.jinja_env.globals.update(me=me, may=may, unread=unread, Permission=Permission)


def forget_reader() -> None:
    """Ask again who is reading, after an action changed it."""
    g.pop("_login_user", None)
