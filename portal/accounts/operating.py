"""What operators do from the command line: the first accounts, and what a portal lacks before it is opened."""

from collections.abc import Sequence

from sqlalchemy import select

from portal import db, hours
from portal.accounts import actions, passwords, staff
from portal.accounts.models import ReadingLanguage, RoleGrant
from portal.errors import BadInput
from portal.languages import LANGUAGES
from portal.permissions import TABLE, Permission, Role
from portal.settings import DEFAULT_SECRET, Settings


def create(pseudonym: str, password: str, roles: Sequence[str], reads: Sequence[str]) -> str:
    """Make an account with *roles*; return its sign-in name.

    Raises:
        BadInput: the name misleads, the password is weak, or a language is none of ours.
    """
    if len(password) < passwords.SHORTEST or passwords.breached(password):
        raise BadInput("The password is too short, or known from a theft of passwords.")
    if unknown := sorted(set(reads) - set(LANGUAGES)):
        raise BadInput(f"{', '.join(unknown)}: not a language of this portal.")
    secret = passwords.hash_password(password)
    with db.transaction() as opened:
        account = actions.make_account(opened, pseudonym, secret, "adult")
        for role in roles:
            staff.grant(opened, None, account, Role(role))
        account.reads = [ReadingLanguage(language=each) for each in reads]
        return account.sign_in_name


def _holders(permission: Permission) -> int:
    """How many accounts hold a role with *permission*."""
    able = [role for role, may in TABLE.items() if permission in may]
    query = select(RoleGrant.account_id).where(RoleGrant.standing, RoleGrant.role.in_(able)).distinct()
    return len(db.session().scalars(query).all())


def missing(settings: Settings) -> list[str]:
    """What has to be there before a portal is opened to the world, each in a line that says what to do."""
    wanted = {
        "outside_reviewer: name who outside the team hears appeals.": settings.outside_reviewer,
        "outside_deputy: name who stands in for the outside reviewer.": settings.outside_deputy,
        "secret_key: set at least 32 random characters.": settings.secret_key != DEFAULT_SECRET,
        "public_url: set the https address of the portal.": settings.public_url.startswith("https://"),
        "trusted_hosts: set the host names that the portal answers to.": settings.trusted_hosts,
        "contact: set an address that is read.": settings.contact != "contact@example.org",
        "operator: say who runs the portal.": not settings.operator.startswith("The operator"),
        "staffed_hours: say when someone reads each language.": settings.staffed_hours,
        "on_call_mail or on_call_webhook: say who is told of urgent reports.": settings.on_call_mail
        or settings.on_call_webhook,
        "demo: a demo is for one machine only.": not settings.demo,
        "Two moderators at least, so that an appeal finds another person.": _holders(Permission.SANCTION) > 1,
        "Two administrators at least, so that roles can be seconded.": _holders(Permission.GRANT) > 1,
        "An ombudsperson.": _holders(Permission.OVERSEE) > 0,
    }
    return [words for words, there in wanted.items() if not there] + _unreadable(settings)


def _unreadable(settings: Settings) -> list[str]:
    """Staffed hours that cannot be evaluated."""
    return [
        f"staffed_hours: {tag}={times} cannot be read."
        for tag, times in settings.staffed.items()
        if not hours.readable(times, settings.time_zone, settings.country)
    ]
