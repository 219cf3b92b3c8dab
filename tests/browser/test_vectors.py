"""The shared typing vectors against the client's model. tests/game/test_vectors.py runs the same against the engine."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.async_api import Page

RUN = """async (cases) => {
  const { TypingModel } = await import('/static/js/typing/model.js');
  const plain = {
    word: (e) => [['word', e.word, e.clean, e.damage, e.combo]],
    wrong: (e) => [['wrong', e.due]],
    kill: (e) => [['kill', e.enemy]],
    clear: () => [['clear']],
    typed: () => [],
  };
  return cases.map(({ waves, keys, expect }) => {
    const model = new TypingModel();
    let wave = 0;
    model.load(waves[wave]);
    const cursors = [];
    const events = [];
    keys.forEach(([, key], index) => {
      for (const event of model.press(key))
        for (const one of plain[event.type](event)) events.push([index + 1, ...one]);
      if (model.cleared && wave + 1 < waves.length) model.load(waves[++wave]);
      cursors.push(model.cursor);
    });
    const totals = Object.fromEntries(Object.keys(expect.totals).map((name) => [name, model.totals[name]]));
    return { cursors, events, totals };
  });
}"""


async def test_typing_model_does_what_the_vectors_say(client_page: Page, root: Path) -> None:
    cases = [
        case for file in sorted((root / "tests" / "vectors").glob("*.json")) for case in json.loads(file.read_text())
    ]
    assert len(cases) > 20
    outcomes = await client_page.evaluate(RUN, cases)
    for case, outcome in zip(cases, outcomes, strict=True):
        assert outcome == case["expect"], case["name"]


async def test_adopted_position_goes_on_as_if_typed(client_page: Page, root: Path) -> None:
    """After a drop the model is put where the server stands; every later key must do what it would have done."""
    case = json.loads((root / "tests" / "vectors" / "combo.json").read_text())[2]
    same = await client_page.evaluate(
        """async ({ waves: [wave], keys }) => {
          const { TypingModel } = await import('/static/js/typing/model.js');
          const state = (m) => JSON.stringify([m.cursor, m.enemy, m.word, m.streak, m.combo, m.totals, m.cleared]);
          const different = [];
          for (let cut = 0; cut < keys.length; cut += 1) {
            const whole = new TypingModel();
            whole.load(wave);
            for (const [, key] of keys.slice(0, cut)) whole.press(key);
            const again = new TypingModel();
            const { cursor: p, streak, totals } = whole;
            again.adopt(wave, { p, streak, dirty: whole.dirty.has(whole.word), totals });
            for (const [, key] of keys.slice(cut)) { whole.press(key); again.press(key); }
            if (state(whole) !== state(again)) different.push([cut, state(whole), state(again)]);
          }
          return different;
        }""",
        case,
    )
    assert same == []


async def test_score_of_a_result_follows_from_its_columns(client_page: Page) -> None:
    parts = await client_page.evaluate(
        """async () => {
          const { scoreParts, scoreOf } = await import('/static/js/game/score.js');
          const row = { correct_words: 41, enemies_killed: 9, waves_completed: 1, max_combo: 6,
                        accuracy_percentage: 41 / 43 * 100, words_per_minute: 43 / 37 * 60 };
          const parts = scoreParts(row);
          return [parts.map((part) => part.points), scoreOf(parts)];
        }"""
    )
    assert parts == [[410, 450, 100, 150, 476, 139], 1725]
