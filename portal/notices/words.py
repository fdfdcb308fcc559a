"""What notices say, by what they are about: never more than that there is something."""

from typing import Any

from portal.i18n import lazy

ABOUT: dict[str, Any] = {
    "decision": lazy("Something was decided about what you wrote"),
    "returned": lazy("Something that you wrote came back, for you to change"),
    "published": lazy("What you wrote can be read now"),
    "sanction": lazy("Something was decided about your account"),
    "appeal": lazy("Your objection was answered"),
    "flag": lazy("Someone looked at what you reported"),
    "role": lazy("You were given a role"),
    "followed": lazy("There is something new in what you follow"),
    "answered": lazy("Someone answered what you wrote"),
    "mentioned": lazy("Someone named you in a conversation"),
    "letter": lazy("There is a letter for you"),
    "concern": lazy("Something moved in a concern that you follow"),
    "concern-new": lazy("A concern was put to your organisation"),
    "reminder": lazy("Something in your organisation's inbox is due"),
    "unsafe": lazy("A reader says that a guide is unsafe: look at it now"),
    "event": lazy("Something changed about an event that you follow"),
    "event-moved": lazy("An event that you follow takes place at another time"),
    "event-cancelled": lazy("An event that you follow does not take place"),
    "event-soon": lazy("An event that you would like to come to is near"),
    "expires": lazy("Something that you offer ends soon: say whether it is still open"),
    "calendar": lazy("A calendar that you read into events could not be read"),
    "reset": lazy("Someone gave you your account back, in person"),
}
