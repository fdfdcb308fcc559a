"""What the codes of moderation are called. The codes are kept and exchanged; the words are for readers."""

from collections.abc import Callable
from typing import Any

from portal.i18n import lazy, says

Labels = dict[str, Any]

RULES: Labels = {
    "recruiting": lazy("Recruiting or luring people"),
    "trafficking": lazy("Trafficking or a false offer"),
    "scam": lazy("Scam"),
    "threat": lazy("Threatens someone"),
    "location": lazy("Shows where someone is"),
    "hate": lazy("Hate"),
    "child": lazy("Harms or exposes a child"),
    "wrong": lazy("Wrong information"),
    "spam": lazy("Spam"),
    "privacy": lazy("Someone's private data"),
    "name": lazy("A name that misleads"),
    "misuse": lazy("Misuse of reports"),
    "none": lazy("No rule was broken"),
}
"""Under which rule something was decided."""

RULE_TEXTS: dict[str, Callable[[str], str]] = {
    "recruiting": lambda tag: says(
        tag, "Nobody may recruit or lure people here, whether to fight, to carry, to sell or to travel."
    ),
    "trafficking": lambda tag: says(
        tag,
        "Offers of work, rooms, papers or journeys that trap people, or that nobody can check, have no place here.",
    ),
    "scam": lambda tag: says(tag, "Nobody may trick others out of money, papers or passwords."),
    "threat": lambda tag: says(tag, "Nobody may threaten, blackmail or frighten others."),
    "location": lambda tag: says(tag, "Nobody may show where a person or a hidden shelter is: it can cost a life."),
    "hate": lambda tag: says(
        tag, "Nobody may be attacked for where they come from, what they believe, who they are or whom they love."
    ),
    "child": lambda tag: says(tag, "Nothing may harm children or show who or where a child is."),
    "wrong": lambda tag: says(
        tag, "What is written here must be right, because people act on it. This was wrong or out of date."
    ),
    "spam": lambda tag: says(tag, "Advertising, and the same text again and again, hide what people need to find."),
    "privacy": lambda tag: says(
        tag, "Names, numbers, pictures and stories of others belong to them, and may not be published."
    ),
    "name": lambda tag: says(tag, "A name may not look like that of another person, of staff or of an organisation."),
    "misuse": lambda tag: says(tag, "Reports protect people. Nobody may send them to harm someone."),
    "none": lambda tag: says(tag, "A person looked at this, and found that it breaks no rule."),
}
"""What a rule asks, in a sentence for its author, in their language: ``RULE_TEXTS[rule](tag)``."""

HARMS: Labels = {
    "recruitment": lazy("It tries to recruit or lure people"),
    "trafficking": lazy("It looks like a trap: a false job, room or journey"),
    "scam": lazy("It tries to get money or papers by a trick"),
    "threat": lazy("It threatens me or someone else"),
    "location": lazy("It shows where someone is"),
    "hate": lazy("It spreads hate"),
    "child": lazy("It puts a child in danger"),
    "wrong": lazy("It is not true or no longer true"),
    "spam": lazy("It is advertising, or the same again and again"),
    "other": lazy("Something else"),
}
"""What someone says is wrong, in their own words."""

ACTIONS: Labels = {
    "approve": lazy("Publish"),
    "return": lazy("Give back to be changed"),
    "hide": lazy("Hide"),
    "lock": lazy("Close for new answers"),
    "keep": lazy("Leave as it is"),
    "warn": lazy("Warn"),
    "slow": lazy("Let write only now and then"),
    "silence": lazy("Let read but not write"),
    "suspend": lazy("Close the account for a while"),
    "name": lazy("Ask for another name"),
}
"""What a decision does."""

PROVISIONAL = lazy("Hidden until a person looked")

OUTCOMES: Labels = {
    "open": lazy("Not answered yet"),
    "upheld": lazy("The decision was taken back"),
    "partly": lazy("Part of the decision was taken back"),
    "rejected": lazy("The decision stands"),
}
"""What became of an objection."""

SOURCES: Labels = {
    "flag": lazy("Someone reported it"),
    "own": lazy("The team looked by itself"),
}
"""How a decision came about."""

WAITS: Labels = {
    "same_day": lazy("The same day"),
    "days_1_2": lazy("One or two days"),
    "days_3_7": lazy("Three to seven days"),
    "over_7_days": lazy("More than seven days"),
}
"""How long something waited for a decision."""

KINDS: Labels = {
    "place": lazy("Place"),
    "organisation": lazy("Organisation"),
    "account": lazy("Account"),
    "correction": lazy("Correction"),
    "topic": lazy("Topic"),
    "post": lazy("Post"),
    "translation": lazy("Translation"),
    "change": lazy("Change"),
    "event": lazy("Event"),
    "opportunity": lazy("Opportunity"),
    "guide": lazy("Guide"),
    "guide_text": lazy("Words of a guide"),
    "alert": lazy("Alert"),
    "update": lazy("Update"),
    "session": lazy("Session"),
    "concern": lazy("Concern"),
    "story": lazy("Story"),
    "letter": lazy("Letter to the team"),
}
"""What was decided on."""


FLAG_OUTCOMES: Labels = {
    "open": lazy("Nobody has looked yet"),
    "acted": lazy("We looked, and did something about it"),
    "left": lazy("We looked, and left it as it is"),
}
"""What became of a report, for who sent it."""

DECIDED: Labels = {
    "approve": lazy("What you wrote can be read now."),
    "keep": lazy("It was left as it is."),
    "return": lazy("It came back to you, to be changed and sent again."),
    "hide": lazy("It was hidden from everyone but you."),
    "lock": lazy("It can be read, but not changed any more."),
    "warn": lazy("You were warned. Nothing else changes."),
    "slow": lazy("For a while, what you send is looked at first, and slowly."),
    "silence": lazy("For a while you can read, but not write."),
    "suspend": lazy("For a while you can only read, and look after your account."),
}
"""What a decision does, for whom it is about."""

STATES: Labels = {
    "draft": lazy("Draft"),
    "pending": lazy("Waits for a person"),
    "returned": lazy("Came back to you"),
    "published": lazy("Can be read by all"),
    "hidden": lazy("Hidden by a decision"),
}
"""Where something that people wrote stands."""

REASONS: Labels = {
    "first": lazy("First contributions of someone"),
    "all": lazy("Everything here is read first"),
    "after": lazy("Published at once, and read afterwards"),
    "taken-up": lazy("The team looked by itself"),
    "hold-phone": lazy("A phone number"),
    "hold-email": lazy("An e-mail address"),
    "hold-id_number": lazy("A number of a paper or card"),
    "hold-address": lazy("An exact address"),
    "hold-coordinates": lazy("A point on the map"),
    "hold-link": lazy("A first link"),
    "hold-watched_word": lazy("A watched word"),
    "hold-watched_host": lazy("A watched host"),
    "hold-look_alike": lazy("Letters that look like others"),
    "hold-bidi": lazy("Signs that turn the text round"),
    "appeal": lazy("An objection was right"),
    "past": lazy("A report to the ombudsperson"),
    "misuse": lazy("Reports that do harm"),
} | {f"flag-{harm}": words for harm, words in HARMS.items()}
"""Why something waits."""


def label(labels: Labels, code: str) -> Any:
    """What *code* is called; the code itself where it has no words (yet)."""
    return labels.get(code, code)
