"""The pages of the portal, by what follows the locale: for tests that visit all of them."""

PLACE = "/places/rikhardinkadun-kirjasto"

# One page of each template and each of its states: what a browser looks at in every language.
LOOKED_AT = (
    "/",
    "/places?category=food",
    "/places?category=refuge",
    PLACE,
    "/map",
    "/call",
    "/search?q=library",
    "/search?q=zzzz",
    "/menu",
    "/languages",
    "/feedback",
    "/privacy",
    "/account/register",
    "/account/sign-in",
    "/flag/place/1",
    "/transparency",
    "/nowhere",
)

# Those, and more states of the same templates.
PAGES = (
    *LOOKED_AT,
    "/places",
    "/places?category=health&open=now",
    "/places/demo-crisis-line",
    "/search",
    "/about",
    "/account/recover",
    "/about-me",
    "/organisations",
)

# What those see who are signed in to the demo, each as whoever sees most of it.
SIGNED_IN = (
    ("resident", "/account"),
    ("resident", "/account/sessions"),
    ("resident", "/account/languages"),
    ("resident", "/account/factors"),
    ("resident", "/account/contributions"),
    ("resident", "/notices"),
    ("resident", "/notices/mail"),
    ("resident", "/reports"),
    ("resident", "/decisions"),
    ("resident", "/decisions/1"),
    ("resident", "/decisions/1/appeal"),
    ("resident", "/places/suggest"),
    ("resident", "/organisations/tell"),
    ("moderator", "/moderation"),
    ("moderator", "/moderation/1"),
    ("moderator", "/moderation/watched"),
    ("ombuds", "/moderation/appeals"),
    ("ombuds", "/moderation/appeals/1"),
    ("ombuds", "/moderation/requests"),
    ("evaluator", "/moderation/log"),
    ("admin", "/account/staff"),
    ("admin", "/account/prove"),
)
