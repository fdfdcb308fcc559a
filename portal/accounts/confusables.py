"""Letters that are taken for one another: our selection of facts from Unicode UTS #39, in lower case.

Capitals look alike more often than small letters do (В and B), and names are compared without case: so в
stands for b.
"""

# A Latin letter, and what passes for it: Cyrillic, Greek, Armenian, Cherokee, Lisu, then odd Latin.
_PASSES_FOR = {
    "a": "аαꭺꓮɑᴀ",
    "b": "вьβᏴꓐʙƅ",
    "c": "сᏟꓚᴄ",
    "d": "ԁᎠꓓᴅɖ",
    "e": "еҽεᎬꓰᴇ",
    "f": "քꓝꜰƒ",
    "g": "ցᏀꓖɡɢ",
    "h": "һнհᎻᏂꓧʜ",
    "j": "јյᎫꓙᴊ",
    "k": "кκᏦꓗᴋ",
    "l": "1iіӏιլᏞᎥꓡꓲ|ɩɪǀʟǃ",
    "m": "мμᎷꓟᴍ",
    "n": "ηոռꓠɴ",
    "o": "0оοσςօꓳᴏ",
    "p": "рρᏢꓑᴘ",
    "q": "ԛզգɋ",
    "r": "гᎡᏒꓣʀ",
    "s": "ѕտᏚꓢꜱ",
    "t": "тτᎢꓔᴛ",
    "u": "υսꓴᴜʋ",
    "v": "ѵνᏙꓦᴠ",
    "w": "ԝաωᎳꓪᴡ",
    "x": "хχꓫ",
    "y": "уүγᎩꓬʏ",
    "z": "ζᏃꓜᴢ",
    "3": "зӡʒ",
    "6": "б",
}
LOOKS_LIKE = {char.lower(): letter for letter, chars in _PASSES_FOR.items() for char in chars}
# Two letters that run together into one, in most typefaces.
RUN_TOGETHER = {"rn": "m", "vv": "w"}
