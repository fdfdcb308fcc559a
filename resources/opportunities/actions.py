"""Posting opportunities, changing, extending and closing them: who may, and what waits for a person."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from map import local
from map.areas import queries as areas
from map.organisations import queries as organisations
from map.organisations.models import Organisation
from map.slugs import Slugs
from portal import db
from portal.accounts import standing
from portal.accounts.models import Account
from portal.detecting import language_of
from portal.errors import BadInput, Refused
from portal.i18n import gettext
from portal.moderation import contributing, targets
from portal.moderation.composing import ComposeForm
from portal.moderation.contributing import Waits
from portal.moderation.models import Decision
from portal.text import prose
from resources.opportunities import checking, translations
from resources.opportunities.forms import ChangeForm, OpportunityForm, TranslateForm
from resources.opportunities.kind import KIND
from resources.opportunities.models import Opportunity, OpportunityLanguage, OpportunityText
from resources.opportunities.words import LISTED, MENTORING, WHAT

_OWN = ("online", "hours_a_week", "ages_from", "ages_to")
"""What each opportunity says anew."""
RESERVED = {"new", "map"}
"""What addresses below ``/opportunities`` mean already."""


def may_run(account: Account, row: Opportunity) -> bool:
    """Whether *account* posted *row*, or is of the organisation that offers it."""
    return row.author_id == account.id or row.organisation.scope in standing.organisations(account)


def waits(account: Account, organisation: Organisation, what: str) -> Waits:
    """What waits of what *account* posts for *organisation*: nothing, where it is theirs and two people verified it.

    A mentoring programme waits always: somebody has to have looked at how it vets its mentors.
    """
    ours = organisation.verified and organisation.scope in standing.organisations(account)
    return Waits.AFTER if ours and what != MENTORING else Waits.ALL


def post(opened: Session, author: Account, form: OpportunityForm, tag: str) -> Opportunity:
    """Post an opportunity of *author*, who reads the page in *tag*: at once, or once a person has looked at it.

    Raises:
        BadInput: its organisation or place is not known, or nobody could check it.
        Refused: its organisation may not offer it, or *author* is slowed and wrote within the hour.
    """
    row = begun(opened, form, tag)
    row.slug, row.author_id = Slugs(opened, Opportunity, RESERVED).make(form.title.data or ""), author.id
    opened.add(row)
    opened.flush()
    _send(opened, row, author, form)
    return row


def begun(opened: Session, form: OpportunityForm, tag: str) -> Opportunity:
    """A new opportunity that says what *form* does; nothing is kept yet.

    Raises:
        BadInput: its organisation or place is not known, or nobody could check it.
        Refused: its organisation may not offer it.
    """
    row = Opportunity(
        slug="", written_on=db.today(), state="draft", locked=False, closed=False, reminded=False, announced=False,
        version=1, wording=1,
    )  # fmt: skip
    row.language = language_of(f"{form.title.data} {form.text.data}", tag)
    row.texts = [OpportunityText(locale=row.language, origin="human", review="verified", based_on=0)]
    say(opened, row, form)
    return row


def change(opened: Session, by: Account, row: Opportunity, form: ChangeForm) -> None:
    """Change an opportunity; it waits again where a new one of *by* would.

    Raises:
        BadInput: its organisation or place is not known, or nobody could check it.
        Moved: it was changed meanwhile.
        Refused: it is hidden or locked, its organisation may not offer it, or *by* is slowed.
    """
    contributing.check_open(row)
    contributing.count_change(form.version, row)
    say(opened, row, form)
    row.closed = row.reminded = False
    _send(opened, row, by, form)


def _send(opened: Session, row: Opportunity, by: Account, form: ComposeForm) -> None:
    """Let *row* be read, or wait; where it is its organisation's verification that lets it out, that is kept.

    Raises:
        Refused: it is hidden or locked, or *by* is slowed and wrote within the hour.
    """
    wait = waits(by, row.organisation, row.what)
    contributing.submit(opened, KIND, row, by, form.texts(), wait)
    row.vouched_after = (opened.scalar(select(func.max(Decision.id))) or 0) if wait == Waits.AFTER else None


def say(opened: Session, row: Opportunity, form: OpportunityForm) -> None:
    """Let *row* say what *form* does; nothing is kept yet.

    Raises:
        BadInput: its organisation or place is not known, or nobody could check it.
        Refused: its organisation may not offer it.
    """
    provider, what = _provider(opened, form), form.what.data
    _check_provider(provider, what)
    row.check_url, row.check_phone = checking.checked(
        opened, provider, form.check_url.data or "", form.check_phone.data or ""
    )
    row.checked_site = provider.website or ""
    row.organisation, row.organisation_id, row.what = provider, provider.id, what
    row.no_fee, row.no_passport = form.no_fee.data, form.no_passport.data
    row.changed_on = db.today()
    _say_words(row, form)
    _say_where(opened, row, form)
    _say_facts(row, form)


def _provider(opened: Session, form: OpportunityForm) -> Organisation:
    """The public organisation that was chosen, or named."""
    chosen = form.organisation.data if "organisation" in form else ""
    words = chosen or form.provider.data or ""
    last = words.rstrip("/").rpartition("/")[2]
    named = or_(Organisation.name == words, Organisation.slug == last)
    found: Sequence[Organisation] = (
        opened.scalars(organisations.public().where(named).limit(2)).all() if words else []
    )
    if len(found) != 1:
        raise BadInput(
            gettext("We do not know this organisation. Open its page here, copy the address, and paste it.")
        )
    return found[0]


def _check_provider(provider: Organisation, what: str) -> None:
    if what == MENTORING and not provider.verified:
        raise Refused(
            gettext("Only organisations that two people have verified can list mentoring. Ask the team to verify it.")
        )


def _say_words(row: Opportunity, form: OpportunityForm) -> None:
    title, text = form.title.data or "", form.text.data or ""
    requirements, pay = form.requirements.data or "", form.pay.data or ""
    source = translations.source_of(row)
    if source is None:
        raise RuntimeError("An opportunity has words from its beginning.")
    if row.id and (source.title, source.text, source.requirements, source.pay) != (title, text, requirements, pay):
        row.wording += 1
    source.title, source.text, source.html, source.requirements, source.pay = (
        title, text, prose(text), requirements, pay,
    )  # fmt: skip


def _say_where(opened: Session, row: Opportunity, form: OpportunityForm) -> None:
    row.place = local.door(opened, form.place.data or "")
    row.area_id = local.district(opened, row.place, form.area.data or "")
    row.online = form.online.data or ""


def _say_facts(row: Opportunity, form: OpportunityForm) -> None:
    row.category_code = form.category.data or WHAT[row.what].category
    row.deadline, row.expires_on = form.deadline.day, form.expires_on.day or local.today()
    row.money, row.hours_a_week = form.money.data or None, form.hours_a_week.data
    row.ages_from, row.ages_to = form.ages_from.data, form.ages_to.data
    row.step_free = {"yes": True, "no": False}.get(form.step_free.data or "")
    kept = {each.language: each for each in row.languages}
    row.languages = [kept.get(tag) or OpportunityLanguage(language=tag) for tag in form.languages.data or ()]


def extend(opened: Session, row: Opportunity) -> None:
    """Say that *row* is still open: it is shown for some time more, also where it was closed.

    Raises:
        BadInput: nobody could check it any more.
        Refused: it is hidden or locked, its deadline is past, or its organisation may not offer it any more.
    """
    contributing.check_open(row)
    if row.deadline and row.deadline < local.today():
        raise Refused(gettext("Its deadline is past: change that first, then others can see it again."))
    _check_provider(row.organisation, row.what)
    checking.checked(opened, row.organisation, row.check_url, row.check_phone)
    row.checked_site = row.organisation.website or ""
    row.expires_on, row.closed, row.reminded = local.today() + LISTED, False, False
    row.changed_on = db.today()
    row.version += 1
    targets.follow(opened, KIND, row)


def close(opened: Session, row: Opportunity) -> None:
    """Say that *row* is not open any more: at once, whoever has looked at it."""
    row.closed, row.changed_on = True, db.today()
    row.version += 1
    targets.follow(opened, KIND, row)


def translate(opened: Session, by: Account, row: Opportunity, locale: str, form: TranslateForm) -> None:
    """Keep *row* in the language *locale*; what whoever runs it writes waits as their changes do.

    Raises:
        BadInput: the translation leads elsewhere, or *locale* is the language that it was written in.
        Moved: it was changed meanwhile.
        Refused: it is hidden or locked, or *by* is slowed.
    """
    contributing.check_open(row)
    contributing.count_change(form.version, row)
    translations.write(row, locale, form)
    if may_run(by, row):
        _send(opened, row, by, form)
    else:
        contributing.submit(opened, KIND, row, by, form.texts(), Waits.AFTER)


def as_written(row: Opportunity) -> dict[str, Any]:
    """What *row* says as it was entered, for the form; one that has expired is offered to be shown again."""
    source, today = translations.source_of(row), local.today()
    words = {name: getattr(source, name) for name in ("title", "text", "requirements", "pay")} if source else {}
    return words | last_time(row) | {name: getattr(row, name) for name in _OWN} | {
        "money": row.money or "",
        "expires_on": (row.expires_on if row.expires_on >= today else today + LISTED).isoformat(),
        "deadline": row.deadline.isoformat() if row.deadline else "",
        "no_fee": row.no_fee,
        "no_passport": row.no_passport,
        "version": row.version,
    }  # fmt: skip


def last_time(row: Opportunity) -> dict[str, Any]:
    """What of *row* mostly holds for the next one, too: who and where; never its words, money or declarations."""
    return {name: getattr(row, name) for name in ("what", "check_url", "check_phone")} | {
        "organisation": row.organisation.slug,
        "provider": row.organisation.name,
        "category": row.category_code if row.category_code != WHAT[row.what].category else "",
        "area": areas.all_areas()[row.area_id].slug if row.area_id else "",
        "place": url_for("places.show", slug=row.place.slug) if row.place else "",
        "languages": [each.language for each in row.languages],
        "step_free": "" if row.step_free is None else "yes" if row.step_free else "no",
    }
