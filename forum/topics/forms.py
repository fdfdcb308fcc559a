"""What people write in topics and posts."""

from wtforms import BooleanField, HiddenField, SelectField

from forum.topics.wording import LONGEST_TEXT, LONGEST_TITLE, reads_well
from portal.detecting import language_of
from portal.i18n import gettext, lazy, reader
from portal.languages import LANGUAGES
from portal.moderation.composing import ComposeForm, RawString, RawText
from portal.moderation.wording import at_most, says_something
from portal.security import SafeForm
from portal.text import cleaned

BOX = {"rows": 8}


def languages() -> list[tuple[str, str, dict[str, str]]]:
    """The languages that a text can be said to be in, by their own names; first: find out."""
    return [
        ("", gettext("Find out by itself"), {}),
        *((each.tag, each.endonym, {"lang": each.tag}) for each in LANGUAGES.values()),
    ]


class TitleForm(ComposeForm):
    """What has a title, which comes first."""

    title = RawString(
        lazy("Your question or subject, in one line"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TITLE), says_something],
        render_kw={"maxlength": LONGEST_TITLE},
    )


class PostForm(ComposeForm):
    """An answer. *version* is that of the text that is changed, for two who change it at once."""

    text = RawText(
        lazy("What do you want to say?"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TEXT), says_something, reads_well],
        render_kw=BOX,
    )
    language = SelectField(lazy("Language of the text"), choices=languages, validate_choice=False)
    version = HiddenField(default="0")

    def spoken(self) -> str:
        """The language that the text is in: as chosen, or as it looks."""
        chosen = self.language.data or ""
        return chosen if chosen in LANGUAGES else language_of(self.text.data or "", reader().tag)


class TopicForm(TitleForm, PostForm):
    """A new topic; *about* is the key of the thing that it is about."""

    about = HiddenField(default="")


class TranslationForm(ComposeForm):
    """A translation of a topic (then with its title) or a post."""

    language = SelectField(lazy("Into which language?"))
    title = RawString(lazy("The title"), filters=[cleaned], validators=[at_most(LONGEST_TITLE)])
    text = RawText(
        lazy("The text"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TEXT), says_something, reads_well],
        render_kw=BOX,
    )
    version = HiddenField(default="0")


class TendForm(SafeForm):
    """How a topic stands in its space."""

    pinned = BooleanField(lazy("Keep it at the top"))
    announcement = BooleanField(lazy("Mark it as an announcement"))
    space = SelectField(lazy("Its space"))
