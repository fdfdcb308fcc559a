"""What the log is told of accounts: who gave, took, vetted, invited or reset, by opaque references."""

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.log import chain


def note(opened: Session, act: str, by: Account | None, account: Account | None, text: str) -> None:
    """Log, in the same transaction, that *by* (None: the operator) did *act* to *account*."""
    ref = account.ref if account else ""
    target = f"account:{ref}" if ref else ""
    chain.append(opened, act, actor=by.ref if by else "operator", target=target, text=text, about=ref)
