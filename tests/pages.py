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
)
