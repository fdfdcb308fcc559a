"""Pseudonyms: free in every script, and nobody's double."""

import contextlib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.accounts.confusables import LOOKS_LIKE
from portal.accounts.names import BadName, checked, skeleton
from portal.accounts.scripts import scripts, visible

# Letters, marks, digits and signs of many scripts, with what people hide among them.
MIXED = st.text(
    st.characters(categories=["L", "M", "N", "P", "S", "Z", "Cf"]) | st.sampled_from("aаα. \u200c\u200d1Ａ")
)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Zoë",
            "Nguyễn Ann",
            "Jo",
            "Ünal K.",
            "O'Brien",
            "Sara 🌻",
            "Sara ❤️",
            "sun-flower_7",
            "Abdi 1990",
            "x" * 40,
        ),
        *("Олена", "Ґанна", "Пётр", "Ελένη", "Գոհար", "ሰላም", "שרה", "สมชาย", "राम", "ரவி", "বাংলা"),
        *("مريم", "علی‌رضا", "مُحَمَّد", "نور ٧", "ليلى_٢"),
        *("田中さん", "タナカ Ken", "김민준", "Kim 민준", "李 Wei", "ㄅㄆ 中"),
        *("क्‍ष", "ශ්‍රී", "Staffan", "Badminton", "Polly", "Steam", "Sadman", "Timo"),
    ],
)
def test_a_name_in_any_script_may_be_taken(name: str) -> None:
    assert checked(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Sara \t Ann\n", "Sara Ann"), ("Zoe\u0308", "Zoë"), ("نور\u00a0علی", "نور علی"), ("李\u3000伟", "李 伟")],
)
def test_a_name_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert checked(typed) == kept


@pytest.mark.parametrize(
    ("name", "why"),
    [
        *[(name, "2 to 40") for name in ("", " ", "x", "  x  ", "x" * 41)],
        *[
            (f"Sa{char}ra", "hidden")
            for char in "\x00\u200b\u200c\u200d\u200e\u202e\u2066\u00ad\u3164\ufeff\ue000\ud800"
        ],
        *[(f"Sa{char}ra", "hidden") for char in "\u0378\U000e0041\u2800\u115f"],
        *[(name, "hidden") for name in ("علی\u200c", "\u200cعلی", "ক\u200dখ", "علی\u200dرضا")],
        *[(name, "one letter") for name in ("12", "🌻🌻", "...", "7️⃣7️⃣", "-_-")],
        *[
            (name, "one script")
            for name in ("раypal", "Sаra", "Αnna", "Ali علی", "Anna Анна", "김さん", "राम Ann", "𝐀нна")
        ],
        *[
            (name, "phone number")
            for name in ("sara@home", "Sara＠home", "x://y", "www.sara", "Sara 12345", "نور ١٢٣٤٥")
        ],
        *[(name, "phone number") for name in ("s1a2r3a4a5", "০১২৩৪ মা")],
    ],
)
def test_a_name_that_misleads_is_refused_with_the_reason(name: str, why: str) -> None:
    with pytest.raises(BadName, match=why):
        checked(name)


@pytest.mark.parametrize(
    "name",
    [
        *("admin", "Admin123", "ADMIN", "adm1n", "a d m i n", "a.d.m.i.n", "the admin", "site_admin", "SiteAdmin"),
        *("moderator", "Moderators", "rnoderator", "Modérateur", "Ombudsperson", "Ombudsman", "administrador"),
        *("Wayhouse", "vvayhouse", "Wayhouse Help", "my-wayhouse", "WAYH0USE", "Ｗayhouse", "𝓦𝓪𝔂𝓱𝓸𝓾𝓼𝓮"),
        *("Support", "5taff team", "Police", "P0lice", "Polis", "policía", "0fficial", "team 7", "Yönetici"),
        *("YÖNETİCİ", "адміністратор", "Модератор", "поліція", "теам"),
        *("مشرف", "المشرف", "إدارة", "ادارة", "الإدارة", "مدیر", "مدیر سایت", "شرطة", "الشرطة", "پلیس"),
    ],
)
def test_nobody_can_pass_for_staff_or_an_authority(name: str) -> None:
    with pytest.raises(BadName, match="role"):
        checked(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *[
            ("раypal", "paypal"),
            ("Ѕаrа", "sara"),
            ("Αnnα", "anna"),
            ("Ꭺnna", "anna"),
            ("օto", "oto"),
            ("ꓮnna", "anna"),
        ],
        *[("Sara", "SARA"), ("Sara", "s a r a"), ("Sara", "sa-ra_"), ("Sára", "sara"), ("Sara ❤️", "Sara")],
        *[("Ali", "A1i"), ("Ali", "AlI"), ("Ali", "A|i"), ("Bob0", "bobo"), ("Morn", "mom"), ("vvill", "will")],
        *[
            ("Ｓara", "sara"),
            ("𝓢𝓪𝓻𝓪", "sara"),
            ("نور٧", "نور۷"),
            ("نور7", "نور٧"),
            ("علی‌رضا", "علیرضا"),
            ("علي", "علی"),
        ],
        *[("إيمان", "ايمان"), ("مُحَمَّد", "محمد"), ("IŞIL", "ışıl"), ("Ґанна", "Ганна"), ("Їжак", "Іжак")],
    ],
)
def test_names_that_look_the_same_are_the_same(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("रानी", "राना"), ("نور", "نار"), ("Анна", "Алла"), ("金", "全"), ("Sara", "Sera"), ("ሰላም", "ሰለም")],
)
def test_names_that_look_different_are_different(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_every_look_alike_has_the_skeleton_of_its_letter() -> None:
    assert len(LOOKS_LIKE) > 100
    assert [char for char, letter in LOOKS_LIKE.items() if skeleton(f"x{char}x") != f"x{letter}x"] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sara", {"Latin"}),
        ("раypal", {"Cyrillic", "Latin"}),
        ("Ｓ𝓪ʼ 7, 🌻", {"Latin"}),
        ("日本の々ターミナル", {"Han", "Hiragana", "Katakana"}),
        ("نور ሰላም", {"Arabic", "Ethiopic"}),
        ("12 – !", set()),
    ],
)
def test_the_scripts_of_a_text_are_those_of_its_letters(text: str, found: set[str]) -> None:
    assert scripts(text) == found


def test_a_joiner_is_seen_only_where_spelling_needs_it() -> None:
    assert visible("خانه\u200cها क\u094d\u200dष pass\u200cport") == "خانه\u200cها क\u094d\u200dष passport"


@settings(deadline=None)
@given(MIXED)
def test_a_name_that_may_be_taken_may_be_taken_as_it_is_kept(name: str) -> None:
    with contextlib.suppress(BadName):
        kept = checked(name)
        assert checked(kept) == kept


@settings(deadline=None)
@given(MIXED)
def test_a_skeleton_knows_no_case_no_space_and_nothing_unseen(name: str) -> None:
    assert skeleton(f" \u200b{name}\u200b ") == skeleton(name)
    assert " " not in skeleton(name)
