"""The writer of feeds: what RFC 4287 asks for, whatever people wrote."""

import datetime
from xml.etree import ElementTree as ET

from portal import atom

DAY = datetime.date(2026, 11, 25)


def test_whatever_people_wrote_is_well_formed_and_html_says_that_it_is() -> None:
    html = '<p dir="auto">a & b</p>'
    plain = atom.Entry("tag:x,2026-11-25:1", "<&\x00\ud800\ufffe>", "http://x/1", DAY, text="\x1b]]>")
    rich = atom.Entry("tag:x,2026-11-25:2", "Two", "http://x/2", DAY.replace(day=26), "Noor", "ar", html=html)
    root = ET.fromstring(atom.feed("All", "http://x/", "http://x/all.atom", [plain, rich]))
    said = {"": atom.NAMESPACE}
    assert root.findtext("updated", namespaces=said) == "2026-11-26T00:00:00Z"
    assert [each.text for each in root.findall("entry/title", said)] == ["<&>", "Two"]
    contents = root.findall("entry/content", said)
    assert [(each.get("type"), each.text) for each in contents] == [("text", "]]>"), ("html", html)]
    assert [each.get(atom.LANG) for each in root.findall("entry", said)] == [None, "ar"]
    assert [each.text for each in root.findall("entry/author/name", said)] == ["Noor"]
    assert root.findtext("author/name", namespaces=said) == "All"
