"""A discussion in the browser: written, answered, changed, liked, reported, held, and full of hostile texts."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest
from playwright.async_api import ConsoleMessage, Page, expect

from game.terms import Role
from tests.browser.album import Album
from tests.browser.conftest import OpenPage
from tests.browser.player import signed_up, staff
from tests.contests import contests
from tests.discussions import hostile
from tests.live import Account, Live
from tests.snippets import add_to, code


async def place(pg: asyncpg.Pool, live: Live) -> tuple[Account, str]:
    """A member of staff, and the slug of a contest that they have announced."""
    for number in range(8):
        await add_to(pg, code(number))
    made_by = await live.register("root", role=Role.ADMIN)
    return made_by, await contests.made(made_by)


async def trust(pg: asyncpg.Pool, username: str) -> None:
    """From now on nobody looks at their links first."""
    await pg.execute("UPDATE users SET role = 'MODERATOR' WHERE username = $1", username)


@pytest.mark.long
async def test_a_discussion(live: Live, open_page: OpenPage, pg: asyncpg.Pool) -> None:
    root, slug = await place(pg, live)
    page = await open_page()
    album = Album(page, live)
    await album.goto(f"/contests/{slug}", "#discussion")
    talk = page.get_by_role("region", name="Discussion")
    await expect(talk.get_by_text("Nobody has said anything yet.")).to_be_visible()
    await expect(talk.get_by_role("link", name="Log in to take part")).to_be_visible()
    await signed_up(page, live, "ada", f"/contests/{slug}")

    # Written with the keyboard, looked at before it is sent.
    field = talk.get_by_label("Your post")
    await field.fill("How fast is **this**?\n\n```python\nfor n in range(3):\n    print(n)\n```")
    await talk.get_by_role("button", name="Preview").press("Enter")
    await expect(talk.get_by_role("region", name="How it will look").locator(".k-keyword").first).to_have_text("for")
    await talk.get_by_role("button", name="Post", exact=True).press("Enter")
    post = talk.get_by_role("article", name="Post by ada")
    await expect(post.locator("strong")).to_have_text("this")
    await expect(field).to_have_value("")

    # Somebody answers; the page is read again, and one answers below.
    (made,) = (await live.http.get(f"/api/posts?on=contest:{slug}")).json()["items"]
    comments = f"/api/posts/{made['id']}/comments"
    await root.request("POST", comments, text="As fast as you are.")
    await root.request("PUT", f"/api/posts/{made['id']}/like")
    await page.reload()
    await talk.get_by_role("button", name="1 answer").press("Enter")
    answer = talk.get_by_role("article", name="Answer by root")
    await answer.get_by_role("button", name="Answer").press("Enter")
    await talk.get_by_label("Answer root").fill("See [there](https://example.org/a).")
    await answer.get_by_role("button", name="Answer", exact=True).last.press("Enter")
    own = talk.get_by_role("article", name="Answer by ada")
    await expect(own).to_contain_text("waiting for a moderator")
    await expect(own).to_be_focused()
    link = own.get_by_role("link", name="there")
    await expect(link).to_have_attribute("rel", "nofollow ugc noopener")
    await expect(link).to_contain_text("example.org")
    await answer.get_by_role("button", name="Like").press("Enter")
    await expect(answer.get_by_role("button", name="Like, 1 like")).to_have_attribute("aria-pressed", "true")
    await album.take("discussion")

    # Changed, and deleted: the place stays while it is answered.
    await own.get_by_role("button", name="Edit").press("Enter")
    await talk.get_by_label("Your text").fill("See there.")
    await talk.get_by_role("button", name="Save").press("Enter")
    await expect(own).to_contain_text("edited")
    await expect(own).not_to_contain_text("waiting")
    await post.get_by_role("button", name="Delete").press("Enter")
    await page.get_by_role("dialog").get_by_role("button", name="Delete").press("Enter")
    await expect(talk.get_by_role("article", name="This is not shown any more.")).to_be_visible()
    await answer.get_by_text("Report", exact=True).press("Enter")
    await answer.get_by_label("What is wrong?").fill("Rude.")
    await answer.get_by_role("button", name="Report").press("Enter")
    await expect(answer.get_by_text("Reported. A moderator will look at it.")).to_be_visible()

    # Many: more of them come without a jump, and what a link leads to is shown first.
    first = (await root.request("POST", f"/api/posts?on=contest:{slug}", text="The first of many")).json()
    for number in range(12):
        await root.request("POST", f"/api/posts?on=contest:{slug}", text=f"Number {number}")
    await page.goto(f"{live.url}/contests/{slug}")
    await page.get_by_role("button", name="Show more").focus()
    where = "scrollY"
    before = await page.evaluate(where)
    await page.get_by_role("button", name="Show more").press("Enter")
    await expect(talk.get_by_text("The first of many")).to_be_visible()
    assert await page.evaluate(where) == before
    await expect(talk.get_by_role("article").nth(10)).to_be_focused()
    await page.goto("about:blank")
    await page.goto(f"{live.url}/contests/{slug}#post-{first['id']}")
    await expect(talk.get_by_role("article").first).to_contain_text("The first of many")
    await expect(talk.get_by_role("article").first).to_be_in_viewport()
    assert album.faults == []


async def test_moderators_read_and_judge_in_their_queue(live: Live, open_page: OpenPage, pg: asyncpg.Pool) -> None:
    _, slug = await place(pg, live)
    new = await live.register("newcomer")
    for text in "Buy at https://evil.example\n\nNow!", "See https://example.org":
        await new.request("POST", f"/api/posts?on=contest:{slug}", text=text)
    page = await open_page()
    album = Album(page, live)
    await staff(page, live, pg, Role.MODERATOR, "mod")
    await album.goto("/moderation?cause=HELD", ".queue")
    await album.take("moderation-texts")
    rows = page.locator(".queue tbody tr")
    await expect(rows.nth(0)).to_contain_text("Buy at https://evil.example")
    await rows.nth(0).get_by_role("button", name="Hide: Post by newcomer").press("Enter")
    await expect(rows).to_have_count(1)
    await rows.nth(0).get_by_role("button", name="Show: Post by newcomer").press("Enter")
    await expect(page.get_by_text("Nothing to review.")).to_be_visible()
    shown = (await live.http.get(f"/api/posts?on=contest:{slug}")).json()["items"]
    assert [one["blocks"][0]["spans"][0]["text"] for one in shown] == ["See https://example.org"]

    # And where they read, with a reason that the audit log keeps.
    await album.goto(f"/contests/{slug}", ".written")
    post = page.get_by_role("article", name="Post by newcomer").filter(has_text="See https")
    await post.get_by_role("button", name="Hide").press("Enter")
    dialog = page.get_by_role("dialog", name="Hide this?")
    await expect(dialog.get_by_label("Reason")).to_be_focused()
    await dialog.get_by_role("button", name="Hide").press("Enter")
    await expect(dialog).to_be_visible()  # without a reason nothing happens
    await dialog.get_by_label("Reason").fill("An advertisement.")
    await album.take("discussion-hide")
    await dialog.get_by_role("button", name="Hide").press("Enter")
    await expect(post).to_contain_text("hidden by a moderator")
    await expect(post).to_be_focused()
    await album.take("discussion-hidden")
    deed = "SELECT action, metadata FROM audit_logs WHERE entity_id = $1 ORDER BY created_at DESC LIMIT 1"
    row = await pg.fetchrow(deed, shown[0]["id"])
    assert row is not None and (row["action"], row["metadata"]["note"]) == ("hide", "An advertisement.")
    assert (await live.http.get(f"/api/posts?on=contest:{slug}")).json()["items"] == []
    await post.get_by_role("button", name="Show").press("Enter")
    await expect(post).not_to_contain_text("hidden")
    assert len((await live.http.get(f"/api/posts?on=contest:{slug}")).json()["items"]) == 1
    assert album.faults == []


# ---------------------------------------------------------------- hostile texts

ELEMENTS = {"DIV", "P", "SPAN", "STRONG", "EM", "CODE", "PRE", "UL", "OL", "LI", "BLOCKQUOTE", "A", "BR", "BDI"}
ATTRIBUTES = {"class", "href", "rel", "start", "tabindex", "translate"}
# What all texts became, and whether what strangers wrote is in its box.
FOUND = """() => [...document.querySelectorAll('.written .markdown')].map((text) => {
  const all = [text, ...text.querySelectorAll('*')];
  const links = all.filter((one) => one.href);
  const box = text.getBoundingClientRect();
  const li = text.closest('li').getBoundingClientRect();
  return {
    elements: all.map((one) => one.tagName),
    attributes: all.flatMap((one) => one.getAttributeNames()),
    classes: all.flatMap((one) => [...one.classList]),
    links: links.map((one) => [one.protocol, one.origin === location.origin, one.rel, one.username, one.textContent]),
    fits: box.left >= li.left - 1 && box.right <= li.right + 1 && getComputedStyle(text).overflowX === 'hidden',
  };
})"""
# The page's own policy, against somebody who would have found a way to put in markup after all.
INJECT = """() => new Promise((done) => {
  const refused = [];
  document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
  const holder = document.createElement('div');
  holder.innerHTML = `<img src="https://evil.example/x.gif" onerror="pwned()">
    <b onclick="pwned()" style="color: red">x</b><iframe srcdoc="x"></iframe>
    <object data="https://evil.example/x"></object><form action="https://evil.example"></form>
    <a href="javascript:pwned()">x</a><style>body { color: red }</style><base href="https://evil.example/">`;
  document.body.append(holder);
  const script = document.createElement('script');
  script.textContent = 'pwned()';
  const other = document.createElement('script');
  other.src = 'https://evil.example/x.js';
  document.body.append(script, other);
  holder.querySelector('b').click();
  holder.querySelector('a').click();
  try { holder.querySelector('form').submit(); } catch {}
  fetch('https://evil.example/').catch(() => {}).then(() => setTimeout(() => { holder.remove(); done(refused); }, 300));
})"""


@pytest.mark.long
async def test_no_hostile_text_is_more_than_text(live: Live, open_page: OpenPage, pg: asyncpg.Pool) -> None:
    root, slug = await place(pg, live)
    made = (await root.request("POST", f"/api/posts?on=contest:{slug}", text=hostile.TAGS[0])).json()
    comments = f"/api/posts/{made['id']}/comments"
    for text in hostile.REFUSED:
        assert (await root.request("POST", comments, text=text)).status_code == 422
    answers = [await root.request("POST", comments, text=text) for text in hostile.ALL]
    assert {answer.status_code for answer in answers} <= {201, 409, 422}  # some are the same once they are tidied
    kept = sum(answer.status_code == 201 for answer in answers)
    assert kept > 100

    page = await open_page(quiet=False)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(_trouble(message)))
    await page.add_init_script("window.ran = 0; window.pwned = () => { window.ran += 1; }")
    await page.goto(f"{live.url}/contests/{slug}")
    talk = page.get_by_role("region", name="Discussion")
    await talk.get_by_role("button", name=f"{kept} answers").click()
    more = talk.get_by_role("button", name="Show more answers")
    while await _count(page) <= kept:
        before = await _count(page)
        await more.click()
        await page.wait_for_function("(n) => document.querySelectorAll('.written').length > n", arg=before)
    found: list[dict[str, Any]] = await page.evaluate(FOUND)
    assert len(found) == kept + 1
    for one in found:
        assert set(one["elements"]) <= ELEMENTS and set(one["attributes"]) <= ATTRIBUTES
        assert all(name in ("markdown", "host") or name.startswith("k-") for name in one["classes"])
        assert one["fits"]
        for protocol, is_here, rel, username, _ in one["links"]:
            assert protocol in ("http:", "https:") and not username
            assert is_here or rel == "nofollow ugc noopener"
    hosts = [words for one in found for _, is_here, _, _, words in one["links"] if not is_here]
    assert any("xn--" in words for words in hosts), "letters of another alphabet show as what they are"
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [url for url in asked if not url.startswith(live.url)] == []
    assert [one for one in said if one] == []
    assert await page.evaluate("window.ran") == 0
    refused = set(await page.evaluate(INJECT))
    expected = {"script-src-elem", "script-src-attr", "style-src-elem", "style-src-attr", "img-src", "object-src"}
    assert expected | {"connect-src", "form-action", "base-uri"} <= refused, refused
    assert await page.evaluate("window.ran") == 0


async def _count(page: Page) -> int:
    count: int = await page.evaluate("document.querySelectorAll('.written').length")
    return count


def _trouble(message: ConsoleMessage) -> str:
    return message.text if message.type in ("error", "warning") else ""
