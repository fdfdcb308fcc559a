"""The pages of the portal, by what follows the locale: for tests that visit all of them."""

PLACE = "/places/rikhardinkadun-kirjasto"
PAGES = (
    "/",
    "/places",
    "/places?category=health&open=now",
    "/places?category=refuge",
    PLACE,
    "/places/demo-crisis-line",
    "/map",
    "/call",
    "/search",
    "/search?q=library",
    "/search?q=zzzz",
    "/menu",
    "/languages",
    "/feedback",
    "/privacy",
    "/about",
    "/nowhere",
)

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
