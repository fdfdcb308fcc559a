"""How readers check who offers something: by an address or a number that is the organisation's own, and no other."""

import re
from urllib.parse import urlsplit

import phonenumbers
from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import Session

from map.organisations.models import Organisation
from map.places import queries as places
from map.places.models import Place, PlacePhone
from portal.errors import BadInput
from portal.i18n import gettext
from portal.moderation.links import is_under
from portal.settings import current
from portal.text import host, is_address
from resources.opportunities.models import Opportunity

SHARED = frozenset(
    {
        *("facebook.com", "fb.com", "instagram.com", "linkedin.com", "twitter.com", "x.com", "youtube.com"),
        *("tiktok.com", "vk.com", "t.me", "telegram.me", "wa.me", "linktr.ee", "medium.com", "github.com"),
        *("google.com", "meetup.com", "eventbrite.com", "bit.ly"),
    }
)
"""Hosts on which anyone may have a page: there, only what stands below the organisation's own page is its own."""
_PLAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


def is_safe(address: str) -> bool:
    """Whether *address* begins with https and a plain host: no name, port or backslash that would lead elsewhere."""
    return is_address(address, ("https",)) and _PLAIN.fullmatch(urlsplit(address).netloc) is not None


def is_own(address: str, website: str) -> bool:
    """Whether *address* is at the host of *website*, or under it."""
    if not is_safe(address) or not is_address(website):
        return False
    here, site = host(address), host(website)
    return _is_below(address, website) if is_under(here, SHARED) else is_under(here, {site})


def _is_below(address: str, website: str) -> bool:
    """Whether *address* is at the same host as *website*, and not outside the path of that."""
    own, path = (urlsplit(each).path.rstrip("/") for each in (website, address))
    plain = ".." not in path.split("/") and not {"%", "\\"} & set(path)
    return bool(own) and plain and host(address) == host(website) and f"{path}/".startswith(f"{own}/")


def still_own() -> ColumnElement[bool]:
    """Whether an opportunity is checked by what is its organisation's own still, which may have moved since."""
    here = Organisation.id == Opportunity.organisation_id
    site = exists().where(here, Organisation.website == Opportunity.checked_site)
    reached = places.public().join(PlacePhone, PlacePhone.place_id == Place.id)
    ours = reached.where(Place.organisation_id == Opportunity.organisation_id)
    phone = ours.where(PlacePhone.number == Opportunity.check_phone).correlate(Opportunity).exists()
    return and_(or_(Opportunity.check_url == "", site), or_(Opportunity.check_phone == "", phone))


def numbers_of(opened: Session, organisation: Organisation) -> list[str]:
    """The numbers by which everyone can reach the public places of *organisation*."""
    query = places.public().where(Place.organisation_id == organisation.id)
    query = query.join(PlacePhone, PlacePhone.place_id == Place.id).order_by(PlacePhone.number)
    return list(opened.scalars(query.with_only_columns(PlacePhone.number).distinct()))


def checked(opened: Session, organisation: Organisation, address: str, phone: str) -> tuple[str, str]:
    """The *address* and the *phone* by which people check what *organisation* offers; one of them may be empty.

    Raises:
        BadInput: there is neither, or one of them is not the organisation's own; the message says what to do.
    """
    known = numbers_of(opened, organisation)
    if not organisation.website and not known:
        raise BadInput(
            gettext(
                "We know neither a website nor a phone of this organisation, so that nobody could check this. "
                "Ask the team to add one of them to its page here first, then send this again."
            )
        )
    if not address and not phone:
        raise BadInput(gettext("Say how people can check this: a page of the organisation's website, or its phone."))
    if address and not is_own(address, organisation.website or ""):
        raise BadInput(_elsewhere(organisation))
    return address, _known(phone, known) if phone else ""


def _elsewhere(organisation: Organisation) -> str:
    if not organisation.website:
        return gettext("We know no website of this organisation. Leave the address empty, and write its phone.")
    said = gettext("The address for checking has to be a page of the organisation's own website, %(host)s.")
    return said % {"host": f"https://{host(organisation.website)}"}


def _known(phone: str, known: list[str]) -> str:
    """*phone* as we know it.

    Raises:
        BadInput: it is none of the *known* numbers.
    """
    meant = {re.sub(r"\D", "", phone), _international(phone)}
    found = next((each for each in known if each in meant), None)
    if found is None:
        raise BadInput(
            gettext(
                "We do not know this number as one of the organisation's. "
                "Write a number that stands on the page of one of its places here, or an address of its website."
            )
        )
    return found


def _international(phone: str) -> str:
    try:
        parsed = phonenumbers.parse(phone, current().country or None)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
