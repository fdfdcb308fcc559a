"""The forum walked through without script, in Arabic and in Ukrainian: from a first post to a kept promise."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.entering import sign_in
from tests.people import PASSWORD, new_pseudonym

Visit = Callable[..., Page]
SAID = {
    "ar": {
        "title": "هل توجد إنارة عند الموقف",
        "text": "الموقف مظلم مساء، ورقمي 040 123 4567",
        "mended": "الموقف مظلم مساء، ونخاف أن ننتظر هناك.",
        "answer": "أعرف هذا الموقف، وهو مظلم فعلا.",
        "note": "احذف الرقم من فضلك.",
        "reasons": "سنضع مصباحا هناك.",
    },
    "uk": {
        "title": "Чи буде світло на зупинці",
        "text": "На зупинці темно ввечері, мій номер 040 123 4567",
        "mended": "На зупинці темно ввечері, і чекати там страшно.",
        "answer": "Я знаю цю зупинку, там справді темно.",
        "note": "Приберіть номер, будь ласка.",
        "reasons": "Ми поставимо там ліхтар.",
    },
}


def send(page: Page, **words: str) -> None:
    """Fill in fields by their names, and press the form's first button; a notice about the words is read and sent."""
    for name, value in words.items():
        field = page.locator(f"main form [name={name}]").first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form = page.locator("main form", has=page.locator(f"[name={next(iter(words))}]")).first
    form.locator("button[type=submit]").first.click()


@pytest.fixture
def come(visit: Visit) -> Callable[[str, str], Page]:
    """Someone of the demo, signed in, without script."""
    return lambda name, lang: sign_in(visit(f"/{lang}/", java_script_enabled=False), name, lang)


def register(visit: Visit, lang: str) -> Page:
    """A new member, without an e-mail address."""
    page = visit(f"/{lang}/account/register", java_script_enabled=False)
    page.locator("input[type=radio]").last.check()
    page.locator("[name=pseudonym]").fill(new_pseudonym())
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".secrets li")).to_have_count(6)
    return page


def judge(page: Page, lang: str, words: str, action: str, note: str = "") -> None:
    """Find what says *words* in the queue, take it and decide."""
    page.goto(f"/{lang}/moderation")
    for address in page.locator("main .rows a").evaluate_all("all => all.map(each => each.getAttribute('href'))"):
        page.goto(address)
        if words in page.locator("main").inner_text():
            break
    if page.locator(".decide").count() == 0:
        page.locator("main form[action$='/claim'] button").first.click()
    page.locator(f"input[name=action][value={action}]").check()
    page.locator("#rule").select_option("privacy" if note else "none")
    page.locator("#facts").fill(note)
    page.locator("#note").fill(note)
    page.locator(".decide button[type=submit]").click()


@pytest.mark.parametrize("lang", SAID)
def test_a_first_post_becomes_a_promise_that_is_kept(visit: Visit, come: Any, lang: str) -> None:
    said, member, moderator = SAID[lang], register(visit, lang), come("moderator", lang)
    title, mended = said["title"], said["mended"]
    member.goto(f"/{lang}/forum/ask-the-city/new")
    send(member, title=title, text=said["text"])
    expect(member.get_by_role("alert")).to_contain_text("040 123 4567")
    send(member, title=title)
    expect(member.locator(".waiting")).to_be_visible()
    waiting = member.url
    judge(moderator, lang, title, "return", said["note"])
    member.goto(waiting)
    member.locator("main a[href*='/change']").click()
    expect(member.locator("[name=title]")).to_have_value(title)
    send(member, text=mended)
    judge(moderator, lang, mended, "approve")
    leader = come("leader", lang)
    leader.goto(f"/{lang}/forum/ask-the-city")
    leader.get_by_role("link", name=title).first.click()
    topic = leader.url
    send(leader, text=said["answer"])
    judge(moderator, lang, said["answer"], "approve")
    stranger = visit(topic, java_script_enabled=False)
    expect(stranger.locator(".posts")).to_contain_text(said["answer"])
    concern = raise_concern(member, moderator, topic, lang, title, mended)
    follower = come("member", lang)
    follower.goto(concern)
    follower.locator("form[action$='/following/follow'] button").click()
    keep_promise(come("responder", lang), concern, said["reasons"])
    stranger.goto(concern)
    expect(stranger.locator("main")).to_contain_text(said["reasons"])
    tell(follower, lang, concern)


def raise_concern(member: Page, moderator: Page, topic: str, lang: str, title: str, text: str) -> str:
    """Make a concern of a topic; return its address."""
    member.goto(topic)
    member.locator("a[href*='/concerns/new']").click()
    organisation = member.locator("[name=organisation] option").last.get_attribute("value") or ""
    send(member, title=f"{title}?", text=text, organisation=organisation)
    judge(moderator, lang, f"{title}?", "approve")
    moderator.goto(f"/{lang}/concerns")
    moderator.get_by_role("link", name=f"{title}?").first.click()
    return moderator.url


def keep_promise(responder: Page, concern: str, reasons: str) -> None:
    """Accept a concern, plan it, tell of progress, and say what was done."""
    responder.goto(f"{concern}/answer")
    responder.locator("input[name=stage][value=accepted]").check()
    send(responder, words=reasons, responsible=reasons)
    responder.goto(f"{concern}/plan")
    due = (datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=30)).isoformat()
    send(responder, title=reasons, due_on=due)
    responder.goto(f"{concern}/progress")
    send(responder, words=reasons)
    responder.goto(f"{concern}/done")
    send(responder, words=reasons)


def tell(follower: Page, lang: str, concern: str) -> None:
    """The worker tells followers within seconds: look until it did."""
    link = follower.locator(f"main a[href$='{re.sub('^.*/concerns', '/concerns', concern)}']")
    for _ in range(20):
        follower.goto(f"/{lang}/notices")
        if link.count():
            return
        follower.wait_for_timeout(500)
    raise AssertionError("the follower was not told")


def test_a_hidden_post_is_appealed_and_restored(visit: Visit, come: Any) -> None:
    member, moderator = come("member", "uk"), come("moderator", "uk")
    words = "Кухня відкрита щосереди."
    member.goto("/uk/forum/new-here")
    member.locator(".topics a").last.click()
    topic = member.url
    send(member, text=words)
    judge(moderator, "uk", words, "approve")
    stranger = visit(topic, java_script_enabled=False)
    expect(stranger.locator(".posts")).to_contain_text(words)
    stranger.locator(".post", has_text=words).locator("a[href*='/flag/post/']").click()
    stranger.locator("input[name=harm][value=spam]").check()
    stranger.locator("main form button[type=submit]").first.click()
    judge(moderator, "uk", words, "hide", "Це реклама.")
    stranger.goto(topic)
    expect(stranger.locator("main")).not_to_contain_text(words)
    member.goto("/uk/decisions")
    member.locator("main .rows a").first.click()
    member.locator("main a[href$='/appeal']").click()
    send(member, text="Це не реклама, кухня безкоштовна.")
    ombuds = come("ombuds", "en")
    ombuds.goto("/en/moderation/appeals")
    for address in ombuds.locator("main .rows a").evaluate_all("all => all.map(each => each.getAttribute('href'))"):
        ombuds.goto(address)
        if "кухня безкоштовна" in ombuds.locator("main").inner_text():
            break
    ombuds.locator("input[name=status][value=upheld]").check()
    send(ombuds, reply="Ви маєте рацію.")
    stranger.goto(topic)
    expect(stranger.locator(".posts")).to_contain_text(words)
