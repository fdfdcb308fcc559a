"""What the command line says about the log."""

from portal import db
from portal.log import chain


def verify_log(head: str | None) -> tuple[str, bool]:
    """Check the log, and that it goes through *head* where one is given; return a line, and whether all is well."""
    verdict = chain.verify(db.session(), head.strip().lower() if head else None)
    if not verdict.ok:
        return f"The log is broken. {verdict.problem}", False
    return f"The log is whole: {verdict.entries} entries ({verdict.erased} erased), head {verdict.head}", True
