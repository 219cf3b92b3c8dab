"""The arena: what is due is always in sight, a key is drawn before anything else happens, sound has manners."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, WebSocketRoute, expect

from tests.browser.conftest import OpenPage
from tests.browser.player import DUE, begin, phase, start, type_keys
from tests.live import Live

LINE = "    " + "abcdefghi " * 9 + "abcdef"  # 100 columns
LINES = 30
# An arena in an otherwise empty page, without a server; `look` tells how the next character stands in it.
STAGE = """async ([line, lines]) => {
  const style = (href) => new Promise((resolve) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href, onload: resolve });
    document.head.append(link);
  });
  for (const name of ['arena', 'play']) await style(`/static/css/${name}.css`);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { transition: none !important; box-sizing: border-box } html { font-family: monospace;'
    + ' --glow: 9 9 9; --accent: red; --enemy: blue }'
    + ' body, p { margin: 0 } [hidden] { display: none } .stage { height: 100vh }');
  document.adoptedStyleSheets = [sheet];
  const { Arena } = await import('/static/js/arena/arena.js');
  const { TypingModel } = await import('/static/js/typing/model.js');
  const text = Array(lines).fill(line).join('\\n');
  const words = [];
  for (const { index, 0: word } of text.matchAll(/\\S+/g)) words.push([index, index + word.length, 'name']);
  const enemies = Array.from({ length: lines }, (_, n) => {
    const end = n * (line.length + 1) + line.length;
    return { start: n * (line.length + 1) + 4, end, due: 60_000 * (n + 1), every_ms: 2_000, damage: 5 };
  });
  window.arena = new Arena({ still: true });
  window.model = new TypingModel();
  const stage = Object.assign(document.createElement('div'), { className: 'stage' });
  stage.append(arena.element);
  document.body.append(stage);
  model.load({ text, words, enemies, at: 0 });
  arena.load(model);
  window.look = () => {
    arena.frame(0, 1000);
    const due = document.querySelector('[data-state=target] .c:not(.typed), [data-state=target] .enter:not(.typed)');
    const box = due.getBoundingClientRect();
    const frame = arena.element.getBoundingClientRect();
    const caret = arena.caret.getBoundingClientRect();
    return {
      inside: box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom,
      off: Math.abs(caret.left - box.left) / box.width,
      read: due.className.includes('enter') ? '\\n' : due.textContent,
    };
  };
}"""
TYPE_ALL = """() => {
  const bad = [];
  for (let n = 0; model.due !== null; n += 1) {
    if (n % 31 === 0 || model.due === '\\n') {
      const { inside, off, read } = look();
      if (!inside || off > 0.25 || read !== model.due) bad.push([model.cursor, inside, off, read]);
    }
    arena.keys(model, model.press(model.due));
  }
  return bad;
}"""
SIZES = {"desktop": (1280, 800), "phone": (390, 844), "phone with its keyboard open": (390, 400)}


async def test_next_character_is_always_in_sight(client_page: Page) -> None:
    """Thirty lines of a hundred columns, each Enter seen, in every window and at every size of the code."""
    await client_page.evaluate(STAGE, [LINE, LINES])
    for name, (width, height) in SIZES.items():
        await client_page.set_viewport_size({"width": width, "height": height})
        for size in (10, 18, 40):
            await client_page.evaluate(
                """(size) => { document.documentElement.style.setProperty('--code-size', size + 'px');
                  model.load(model.wave); arena.load(model); }""",
                size,
            )
            assert await client_page.evaluate(TYPE_ALL) == [], (name, size)


async def test_caret_follows_a_changed_size_of_the_code(client_page: Page) -> None:
    await client_page.evaluate(STAGE, [LINE, 3])
    await client_page.evaluate("for (const key of 'abcdefghi abc') arena.keys(model, model.press(key))")
    await client_page.evaluate("document.documentElement.style.setProperty('--code-size', '31px')")
    await client_page.wait_for_function("look().off < 0.1")


GUTTER = """() => {
  while (model.cursor < 80) arena.keys(model, model.press(model.due));
  arena.keys(model, model.press('~'));
  const box = document.querySelector('[data-state=target]').getBoundingClientRect();
  const hit = (x) => document.elementsFromPoint(x, box.top + 16).some((one) => one.closest('code'));
  const mark = arena.miss.getBoundingClientRect();
  const above = mark.top < box.top + 8 && mark.height > 0;
  return { gutter: hit(44), code: hit(120), above, shift: arena.lanes[0].shift };
}"""


async def test_a_wrong_key_shows_no_code_in_the_gutter(client_page: Page) -> None:
    await client_page.set_viewport_size({"width": 390, "height": 844})
    await client_page.evaluate(STAGE, [LINE, 3])
    seen = await client_page.evaluate(GUTTER)
    assert seen.pop("shift") > 0
    assert seen == {"gutter": False, "code": True, "above": True}


PUSH = """(still) => {
  arena.still = still;
  arena.room.still = still;
  model.load(model.wave);
  arena.load(model);
  for (let n = 0; n < 40; n += 1) arena.frame(30_000, 100);
  const places = () => arena.lanes.map((lane) => lane.shown);
  const reaches = () => arena.lanes.map((lane) => lane.reach_ms);
  const before = places();
  const reached = reaches();
  for (const enemy of model.wave.enemies) enemy.due += 5_000;
  arena.push(5_000);
  const pushed = places();
  for (let n = 0; n < 40; n += 1) arena.frame(30_000, 100);
  return { before, pushed, settled: places(), reached: reaches().map((ms, n) => ms - reached[n]) };
}"""


async def test_a_push_throws_the_coming_lines_back_and_they_settle_further_away(client_page: Page) -> None:
    await client_page.evaluate(STAGE, [LINE, 4])
    for still in (False, True):
        seen = await client_page.evaluate(PUSH, still)
        assert seen["reached"] == [5_000] * 4
        assert seen["settled"][0] == pytest.approx(0, abs=1e-3)  # the line under fire never moves
        for before, pushed, settled in zip(*(seen[name][1:] for name in ("before", "pushed", "settled")), strict=True):
            assert settled > before
            assert pushed == before if still else pushed > settled


STRUCK = """async () => {
  const { strike } = await import('/static/js/typing/model.js');
  const [lane] = arena.lanes;
  lane.enemy.due = 1_000;
  strike(model.wave, 0);
  const place = (now_ms) => {
    for (let n = 0; n < 40; n += 1) arena.frame(now_ms, 100);
    return lane.bugAt.x;
  };
  const before = place(2_000);
  for (const enemy of model.wave.enemies) enemy.due += 8_000;  // the first is due again at 9 s
  arena.push(8_000);
  return { before, after: place(2_000), living: arena.lanes[1].enemy.struck ?? false };
}"""


async def test_an_enemy_that_has_hit_stays_at_the_wall_when_it_is_pushed(client_page: Page) -> None:
    """It hits again later than it would have; drawn on its way again, it would arrive before that."""
    await client_page.evaluate(STAGE, [LINE, 3])
    seen = await client_page.evaluate(STRUCK)
    assert seen == {"before": 0, "after": 0, "living": False}


async def test_caret_is_as_chosen(client_page: Page) -> None:
    await client_page.evaluate(STAGE, [LINE, 3])
    looks: list[list[str]] = await client_page.evaluate(
        """() => ['block', 'bar', 'underline'].map((caret) => {
          document.documentElement.dataset.caret = caret;
          const { backgroundColor, boxShadow } = getComputedStyle(arena.caret);
          return [backgroundColor, boxShadow];
        })"""
    )
    block, bar, underline = looks
    assert "rgba(0, 0, 0, 0)" not in block[0]
    assert bar[0] == underline[0] == "rgba(0, 0, 0, 0)"
    assert "3px 0px 0px 0px inset" in bar[1]
    assert "0px -3px 0px 0px inset" in underline[1]


async def test_key_is_drawn_in_its_own_task_while_the_network_stands(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    stalled = False

    def take(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda message: None if stalled else server.send(message))
        server.on_message(lambda message: None if stalled else socket.send(message))

    await page.route_web_socket("**/ws/play", take)
    await start(page, live)
    stalled = True
    await page.evaluate(
        """() => {
          const typed = () => document.querySelectorAll('[data-state=target] .typed').length;
          const { port1, port2 } = new MessageChannel();
          let task = 0;
          let before;
          port1.onmessage = () => { task += 1; };  // comes when the task that pressed the key is over
          window.drawn = [];
          document.addEventListener('keydown', () => {
            before = { task, typed: typed() };
            port2.postMessage(0);
          }, true);
          document.addEventListener('beforeinput', () => {
            drawn.push(task === before.task && typed() === before.typed + 1);
          });
        }"""
    )
    await type_keys(page, 6)
    assert await page.evaluate("drawn") == [True] * 6
    await page.keyboard.press("~")
    await expect(page.locator(".caret.wrong")).to_be_visible()


async def test_mute_key_switches_the_sound_and_types_nothing(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await start(page, live)
    due = await page.evaluate(DUE)
    await expect(page.locator(".hints").first).to_contain_text("F2")
    await page.keyboard.press("F2")
    await expect(page.get_by_role("button", name="Sound on")).to_be_visible()
    chosen: Any = await page.evaluate("JSON.parse(localStorage.getItem('prodev.preferences')).chosen")
    assert chosen["sound"] is False
    assert await page.evaluate(DUE) == due
    await page.keyboard.press("Escape")
    await phase(page, "paused")
    await page.keyboard.press("F2")
    await expect(page.get_by_role("button", name="Sound off")).to_be_attached()


async def test_phone_with_its_keyboard_open_shows_what_typing_needs(live: Live, open_page: OpenPage) -> None:
    page = await open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await page.goto(live.url)
    await page.get_by_label("Expert", exact=True).check()
    await page.get_by_role("button", name="Play", exact=True).click()
    await phase(page, "countdown")
    await expect(page.get_by_text("Tap to open the keyboard")).to_be_visible()
    await expect(page.locator(".overlay kbd")).to_be_hidden()  # a phone's keyboard is not there yet
    await begin(page)
    await expect(page.locator(".hints.touch")).to_be_visible()
    await page.locator("textarea.keys").evaluate("(field) => field.blur()")
    await page.locator(".arena").tap(position={"x": 200, "y": 500})
    await expect(page.locator("textarea.keys")).to_be_focused()
    await page.set_viewport_size({"width": 390, "height": 400})
    await page.wait_for_selector(".play.tight")
    await page.wait_for_function(
        """() => { const box = document.querySelector('.lane[data-state=target]').getBoundingClientRect();
          return box.top >= 0 && box.bottom <= 400 && document.documentElement.scrollWidth <= 390; }"""
    )
    await type_keys(page, 3)
    field = page.locator("textarea.keys")
    wanted = {"autocorrect": "off", "autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
    assert {name: await field.get_attribute(name) for name in wanted} == wanted


async def test_sound_waits_for_a_gesture_and_obeys_the_preferences(client_page: Page) -> None:
    await client_page.evaluate(
        """async () => {
          window.made = 0;
          const Real = AudioContext;
          window.AudioContext = class extends Real { constructor(...how) { super(...how); made += 1; } };
          const { Sound } = await import('/static/js/sound/sound.js');
          window.preferences = Object.assign(new EventTarget(), { values: { sound: true, volume: 60 } });
          window.sound = new Sound(preferences);
          window.gesture = { hasBeenActive: false };  // a test's script counts as one
          Object.defineProperty(navigator, 'userActivation', { value: gesture });
        }"""
    )
    await client_page.evaluate("sound.play('key', 1)")
    assert await client_page.evaluate("made") == 0
    await client_page.evaluate("gesture.hasBeenActive = true")
    cues = ["key", "wrong", "word", "kill", "combo", "lost", "push", "hit", "low", "wave", "count", "go", "fallen"]
    await client_page.evaluate("(cues) => cues.forEach((cue) => sound.play(cue, 3))", cues)
    assert await client_page.evaluate("made") == 1
    await client_page.evaluate("preferences.values.sound = false; preferences.dispatchEvent(new Event('change'))")
    await client_page.wait_for_function("sound.out.gain.value < 0.001")
    sounding = await client_page.evaluate("sound.voices.sounding")
    await client_page.evaluate("sound.play('kill', 3)")
    assert await client_page.evaluate("sound.voices.sounding") <= sounding
    await client_page.evaluate("sound.close()")


# How much of the arena's height is empty: the largest gap between two rows that stand in it, as a share.
GAP = """async ({ lines, above, next, typed }) => {
  if (above.intro) above.intro = (await import('/static/js/stage/text.js')).text.intro;
  const start = (n) => [...Array(n).keys()].map((line) => `line_${line} = ${line}`).join('\\n');
  const text = start(lines);
  const enemies = [];
  for (const { index, 0: line } of text.matchAll(/.+/g))
    enemies.push({ start: index, end: index + line.length, due: 60_000, every_ms: 2_000, damage: 5 });
  const words = [...text.matchAll(/\\S+/g)].map(({ index, 0: word }) => [index, index + word.length, 'name']);
  model.load({ text, words, enemies, at: 0 });
  arena.load(model, above);
  arena.preview(start(next), 'Next');
  while (model.enemy < typed) arena.keys(model, model.press(model.due));
  const { top, bottom, height } = arena.element.getBoundingClientRect();
  const rows = [...arena.element.querySelectorAll('.lane')].map((row) => row.getBoundingClientRect());
  let [reached, largest] = [top, 0];
  for (const row of rows.filter((one) => one.bottom > top && one.top < bottom)) {
    largest = Math.max(largest, row.top - reached);
    reached = row.bottom;
  }
  const target = arena.element.querySelector('[data-state=target]').getBoundingClientRect();
  return { gap: Math.max(largest, bottom - reached) / height, eyes: (target.top - top) / height };
}"""
INTRO = {"intro": True, "title": "Wave 1"}


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize(
    ("above", "typed"),
    [(INTRO, 0), (INTRO, 2), ({"before": "\n".join(["x = 1"] * 12), "title": "Wave 2"}, 0), (INTRO, 4)],
    ids=["first line", "third line", "next wave", "last line"],
)
async def test_a_short_snippet_leaves_no_fifth_of_the_arena_empty(
    size: str, above: dict[str, Any], typed: int, client_page: Page
) -> None:
    width, height = SIZES[size]
    await client_page.set_viewport_size({"width": width, "height": height - 100})  # the figures stand above
    await client_page.evaluate(STAGE, [LINE, 1])
    seen = await client_page.evaluate(GAP, {"lines": 5, "above": above, "next": 12, "typed": typed})
    assert seen["gap"] < 0.2
    assert seen["eyes"] == pytest.approx(0.4, abs=0.01)


FLASH = """async (what) => {
  const style = (name) => new Promise((onload) =>
    document.head.append(Object.assign(document.createElement('link'),
      { rel: 'stylesheet', href: `/static/css/${name}.css`, onload })));
  await Promise.all([style('base'), style('play')]);
  const { Hud } = await import('/static/js/hud/hud.js');
  const hud = new Hud();
  document.body.replaceChildren(hud.element);
  hud.hp.textContent = '100';
  hud.combo.textContent = '×5';
  const box = { hp: hud.hpBox, combo: hud.comboBox }[what];
  hud.flash(what);
  for (const animation of document.getAnimations()) animation.pause();  // at its largest
  const grown = [box, ...box.querySelectorAll('*')].map((one) => one.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return [...hud.element.querySelectorAll('.figure')]
    .filter((other) => other !== box && grown.some((one) => meet(one, other.getBoundingClientRect())))
    .map((other) => other.className);
}"""


@pytest.mark.parametrize("what", ["hp", "combo"])
async def test_a_flash_covers_no_other_figure(client_page: Page, what: str) -> None:
    for width in (1280, 390):
        await client_page.set_viewport_size({"width": width, "height": 800})
        assert await client_page.evaluate(FLASH, what) == [], width
