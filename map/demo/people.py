"""The people of the demo, and what they left to be looked at: none of them is real, and their names say DEMO."""

import datetime
import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from map.places.kind import KIND
from map.places.models import Place, PlaceText
from portal import db
from portal.accounts import actions, passwords, staff
from portal.accounts.models import Account, ReadingLanguage, Vetting
from portal.db import Mark
from portal.i18n import says
from portal.moderation import appealing, deciding, flagging, queue
from portal.moderation.rulings import Ruling
from portal.permissions import VETTED, Role
from portal.settings import Settings

# Sign-in name: public name, role, scope, languages that they read. The public names are as good as any resident's.
NAMES: dict[str, tuple[str, Role | None, str, str]] = {
    "resident": ("DEMO Maple", None, "", "en ti"),
    "member": ("DEMO Wren", None, "", "en ar uk"),
    "leader": ("DEMO Birch", Role.LEADER, "area:hakaniemi", "en ar"),
    "youth": ("DEMO Comet", Role.YOUTH, "space:youth", "en"),
    "responder": ("DEMO Lantern", None, "", "en ar"),
    "translator": ("DEMO Tern", Role.TRANSLATOR, "", "en ar uk"),
    "editor": ("DEMO Quill", Role.EDITOR, "", "en fr uk"),
    "moderator": ("DEMO Heron", Role.MODERATOR, "", "en ar uk"),
    "ombuds": ("DEMO Juniper", Role.OMBUDSPERSON, "", "en ar fa"),
    "evaluator": ("DEMO Ledger", Role.EVALUATOR, "", "en"),
    "admin": ("DEMO Anchor", Role.ADMIN, "", "en"),
}
MARK = "people"
WAITS = ("ናይ ምሸት ሻሂ DEMO", "ሰሉስ ምሸት ሻሂን ወግዕን ኣሎ፤ ኩሉ ሰብ ይመጽእ።")
HIDDEN = ("DEMO Work abroad, no papers needed", "We keep your passport safe and pay the journey. Tell nobody.")


def fill(settings: Settings) -> str:
    """Make the demo's people and their things once; return the password of all of them."""
    kept = db.mark(MARK)
    password = settings.demo_password or kept or "-".join(secrets.token_hex(2) for _ in range(3))
    if kept is None:
        with db.transaction() as opened:
            people = _people(opened, passwords.hash_password(password))
            _things(opened, people)
            opened.add(Mark(name=MARK, value=password))
    elif password != kept:
        _change(password)
    return password


def _change(password: str) -> None:
    """Give every demo account the password that was set since."""
    secret = passwords.hash_password(password)
    with db.transaction() as opened:
        for account in opened.scalars(select(Account).where(Account.sign_in_name.in_(NAMES))):
            account.password_hash = secret
        opened.get_one(Mark, MARK).value = password


def _people(opened: Session, secret: str) -> dict[str, Account]:
    made = {}
    for name, (pseudonym, role, scope, reads) in NAMES.items():
        account = actions.make_account(opened, pseudonym, secret, "adult", name=name)
        account.reads = [ReadingLanguage(language=each) for each in reads.split()]
        account.vettings = [_vetting()] if role in VETTED | {Role.MODERATOR} else []
        if role:
            staff.grant(opened, None, account, role, scope)
        if role is Role.LEADER:
            for space in ("neighbourhood", "ask-the-city", "new-here", "dialogue-evenings"):
                staff.grant(opened, None, account, role, f"space:{space}")
        opened.refresh(account)
        made[name] = account
    return made


def _vetting() -> Vetting:
    return Vetting(vetted_on=db.today(), expires_on=db.today() + datetime.timedelta(days=365))


def _place(opened: Session, author: Account, language: str, words: tuple[str, str], state: str) -> Place:
    place = Place(
        slug=f"demo-{secrets.token_hex(4)}", source="members", source_ref=secrets.token_hex(12), demo=True,
        time_zone="Europe/Helsinki", category_code="meals" if language == "ti" else "jobs", author_id=author.id,
        language=language, state=state, locked=False, written_on=db.today(), source_date=db.today(),
        texts=[PlaceText(locale=language, name=words[0], about=words[1], origin="human")],
    )  # fmt: skip
    opened.add(place)
    opened.flush()
    return place


def _things(opened: Session, people: dict[str, Account]) -> None:
    """A suggestion in Tigrinya that waits, and one that was hidden, under appeal."""
    resident, moderator = people["resident"], people["moderator"]
    queue.open_item(opened, KIND, _place(opened, resident, "ti", WAITS, "pending"), "first")
    bad = _place(opened, resident, "en", HIDDEN, "published")
    flagging.flag(
        opened, KIND, bad, reporter=people["leader"], harm="trafficking", note="DEMO", language="en", past=False
    )
    item = queue.open_item(opened, KIND, bad, "flag-trafficking")
    queue.claim(opened, moderator, item.id, item.version)
    opened.refresh(item)
    facts = says("en", "It asks for a passport and for silence: both are signs of a trap.")
    decision = deciding.decide(opened, moderator, item.id, item.version, Ruling("hide", "trafficking", facts))
    appealing.appeal(opened, decision.id, "DEMO: I only passed it on, I did not write it.", "en", resident)
