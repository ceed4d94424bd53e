"""What a phone and a projector show: 360 px and wide, light and dark, by keyboard; axe."""

from __future__ import annotations

import pytest

from tests.play.room import Student, needs_room, opened

pytestmark = [*needs_room(), pytest.mark.browser]
PHONE, WIDE = {"width": 360, "height": 640}, {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("seen")) as found:
        yield found


@pytest.fixture(scope="module")
def chrome(engine, program):
    browser = engine.launch(executable_path=program, args=["--no-sandbox"])
    yield browser
    browser.close()


def faults(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def wider(page) -> int:
    """By how many pixels the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_vote_on_a_phone_by_keyboard(room, chrome, scheme):
    session = room.open("vote_w12", 8, items="3")
    others = [Student(room).enter().submit(first=number % 3) for number in range(6)]
    page = chrome.new_context(viewport=PHONE, color_scheme=scheme).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    def good():
        assert faults(page) == []
        assert wider(page) <= 0

    page.goto(f"{room.url}/room/class")
    good()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("input[type=radio]")
    good()
    for key in ("Tab", "Space", "ArrowDown", "Tab", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url("**/Talk/**")
    good()
    page.click("button")
    assert "not open yet" in page.inner_text("[role=alert]")
    good()
    room.set(session, stage1=2)
    for other in others:
        other.submit().submit(second=1)
    room.set(session, stage1=3)
    page.click("button")
    page.wait_for_url("**/Class/**")
    good()
    assert page.locator("table.bars").count() == 2
    assert page.locator("table.bars").first.inner_text().count("\n") >= 3
    assert all(address.startswith(room.url) for address in asked)
    page.context.close()


def test_the_teacher_leads_a_vote(room, chrome):
    session = room.open("vote_w12", 8, items="3 4")
    voters = [Student(room).enter().submit(first=1) for _voter in range(5)]
    context = chrome.new_context(viewport=WIDE)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    cookies = room.teacher().cookies
    context.add_cookies([{"name": c.name, "value": c.value, "url": room.url} for c in cookies])
    page.goto(f"{room.url}/AdminReport/{session}")
    assert "First votes: 5. Second votes: 0." in page.inner_text(".vote")
    assert not page.locator("table.bars").first.is_visible()
    page.click("text=Open the second vote")
    page.wait_for_function("!document.body.innerText.includes('Open the second vote')")
    assert {voter.submit().on for voter in voters} == {"Second"}
    for voter in voters:
        voter.submit(second=0)
    page.wait_for_function("document.body.innerText.includes('Second votes: 5')")
    page.click("text=Close the vote and show the class")
    page.wait_for_selector("table.bars")
    assert page.locator("table.bars").count() == 2
    assert wider(page) <= 0
    page.goto(f"{room.url}/demo")
    assert page.locator("svg").count() == 1
    assert "Schonger" in page.inner_text("body")
    assert all(address.startswith(room.url) for address in asked)
    with page.expect_download() as download:
        page.goto(f"{room.url}/ExportIndex")
        page.click("#app-vote-custom_export")
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("game,session,round")
    context.close()
