"""The words by which someone consents that their story is read; whoever changes them, changes the version."""

from portal.i18n import lazy

VERSION = "2026-11"
CONSENT = lazy(
    "I tell this freely. I know that anyone can read it, and that I can take it back at any time, without a reason."
)
