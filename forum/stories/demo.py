"""The demo's story. It is not real, and its title says DEMO."""

from sqlalchemy.orm import Session

from forum.stories.kind import KIND
from forum.stories.models import Story
from forum.stories.words import VERSION
from portal import db
from portal.accounts.models import Account
from portal.moderation import targets
from portal.text import prose

TITLE, NAME = "DEMO From a bench to a job of my own", "Lark"
TEXT = """\
When I came, I knew three words of the language and nobody.

At the library someone showed me the café where people practise. I went every week. There I heard of a course for
baking, and the woman who runs it helped me with the form.

Now I bake bread at night, and I have a key to a door that is mine. **Ask. Somebody knows the next step.**
"""


def fill(opened: Session, people: dict[str, Account]) -> None:
    """Add it, told by the resident among *people*."""
    row = Story(
        title=TITLE, text=TEXT, html=prose(TEXT), told_as=NAME, consented_on=db.today(), consent=VERSION,
        author_id=people["resident"].id, language="en", written_on=db.today(), state="published", locked=False,
    )  # fmt: skip
    opened.add(row)
    opened.flush()
    targets.follow(opened, KIND, row)
