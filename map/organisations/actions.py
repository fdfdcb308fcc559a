"""Telling of an organisation, mending that, and saying as one of two people that it is what it says."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from map.organisations.forms import OrganisationForm
from map.organisations.kind import KIND
from map.organisations.models import Organisation, OrganisationVerification
from map.slugs import Slugs
from portal import db
from portal.accounts import standing
from portal.accounts.models import Account
from portal.errors import BadInput
from portal.i18n import gettext
from portal.log import chain
from portal.moderation import contributing


def _check_name(opened: Session, form: OrganisationForm, own_id: int = 0) -> None:
    taken = select(Organisation.id).where(Organisation.name == form.name.data, Organisation.id != own_id)
    if opened.scalar(taken):
        raise BadInput(gettext("There is an organisation of this name here already."))


def tell(opened: Session, author: Account, form: OrganisationForm, language: str) -> Organisation:
    """Keep what someone tells of an organisation, and let it wait or be read.

    Raises:
        BadInput: its name is here already.
    """
    _check_name(opened, form)
    row = Organisation(
        slug=Slugs(opened, Organisation).make(form.name.data or ""), name=form.name.data, about=form.about.data,
        website=form.website.data or None, author_id=author.id, language=language, written_on=db.today(),
        state="draft", locked=False,
    )  # fmt: skip
    opened.add(row)
    opened.flush()
    contributing.submit(opened, KIND, row, author, form.texts())
    return row


def mend(opened: Session, author: Account, row: Organisation, form: OrganisationForm) -> None:
    """Change what one told, and send it again; who verified it has to look again.

    Raises:
        BadInput: its name is here already.
        Refused: it is hidden or locked.
    """
    contributing.check_open(row)
    _check_name(opened, form, row.id)
    row.name, row.about, row.website = form.name.data or "", form.about.data or "", form.website.data or None
    row.verifications = []
    contributing.submit(opened, KIND, row, author, form.texts())


def verify(opened: Session, by: Account, row: Organisation) -> None:
    """Say, as one of two people, that an organisation is what it says.

    Raises:
        BadInput: *by* belongs to it, told of it, said so before, or is no second person beside the first.
    """
    said = [opened.get_one(Account, each.verified_by) for each in row.verifications]
    author = opened.get(Account, row.author_id) if row.author_id else None
    concerned = [author] if author else []
    own = by in said or row.scope in standing.organisations(by) or by.id in {each.id for each in [*said, *concerned]}
    if own or not all(standing.independent(first, by, of=concerned, about=row.scope) for first in said):
        raise BadInput(
            gettext("Two people of different organisations verify it, and neither is of it or told of it.")
        )
    row.verifications.append(OrganisationVerification(verified_by=by.id, verified_on=db.today()))
    chain.append(opened, "verify", actor=by.ref, target=f"organisation:{row.id}")


def withdraw(opened: Session, by: Account, row: Organisation) -> None:
    """Take back that one verified an organisation."""
    row.verifications = [each for each in row.verifications if each.verified_by != by.id]
    chain.append(opened, "unverify", actor=by.ref, target=f"organisation:{row.id}")
