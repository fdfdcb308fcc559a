"""How accounts show themselves to review: by their public name alone, and never to search or to anyone else."""

from collections.abc import Sequence

from flask import url_for

from portal.accounts import queries
from portal.accounts.models import Account
from portal.kinds import Document, Kind


def _documents(accounts: Sequence[Account]) -> list[Document]:
    return [Document(f"account:{each.id}", {each.language: each.pseudonym}) for each in accounts]


KIND = Kind(
    name="account",
    model=Account,
    public=queries.public,
    url=lambda _account: url_for("accounts.home"),
    documents=_documents,
    prepare=list,
    card_template="",
)
