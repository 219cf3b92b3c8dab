"""The shared typing vectors against the client's model. tests/game/test_vectors.py runs the same against the engine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
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


# A stored game as the page judges it, its events as game/events.py has them.
JUDGE = """async (document) => {
  const { readLog } = await import('/static/js/replay/log.js');
  const { Judge } = await import('/static/js/replay/judge.js');
  const judge = new Judge(readLog(document));
  const events = [];
  const at = () => judge.at_ms;
  const plain = {
    word: (e) => [['WordTyped', e.word, e.clean, e.damage, e.combo, at()]],
    wrong: (e) => [['Mistyped', e.due, e.key, at()]],
    kill: (e) => [['EnemyKilled', e.enemy, at()]],
    typed: () => [],
    clear: (e) => (e.number === undefined ? [] : [['WaveCleared', e.number, e.hp, at()]]),
    push: (e) => [['EnemiesPushed', e.by_ms, at()]],
    hit: (e) => [['PlayerHit', e.enemy, e.damage, e.hp, at()]],
    wave: () => [],
    keys: (e) => e.events.flatMap((one) => plain[one.type](one)),
  };
  judge.to(Infinity, (event) => events.push(...plain[event.type](event)));
  const { totals, streak } = judge.model;
  return { events, totals, hp: judge.hp, end_ms: judge.at_ms, streak };
}"""
STORED_LOGS = {
    path.stem: json.loads(path.read_text())
    for path in sorted((Path(__file__).parents[1] / "vectors" / "logs").glob("*.json"))
}


@pytest.mark.parametrize("name", STORED_LOGS)
async def test_the_page_judges_a_stored_log_as_the_server_did(name: str, client_page: Page) -> None:
    """Every key, push, hit and healing of a log of each format. tests/game/test_old_logs.py replays the same."""
    expect = STORED_LOGS[name]["expect"]
    judged = await client_page.evaluate(JUDGE, STORED_LOGS[name]["log"])
    endings = ("PlayerDefeated", "LimitReached")  # the page sees those from the hit points and the log
    assert judged.pop("events") == [event for event in expect["events"] if event[0] not in endings]
    totals = judged.pop("totals")
    assert {name: totals[name] for name in expect["totals"]} == expect["totals"]
    assert judged == {name: expect[name] for name in ("hp", "end_ms", "streak")}


def test_the_stored_logs_push_and_heal() -> None:
    """Otherwise the comparison above would say little."""
    events = [event for stored in STORED_LOGS.values() for event in stored["expect"]["events"]]
    assert {"EnemiesPushed", "PlayerHit", "WaveCleared"} <= {event[0] for event in events}


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


@pytest.mark.parametrize("name", STORED_LOGS)
async def test_points_earned_in_play_are_never_lost(name: str, client_page: Page) -> None:
    earned, score = await client_page.evaluate(
        """async (document) => {
          const { readLog } = await import('/static/js/replay/log.js');
          const { Judge } = await import('/static/js/replay/judge.js');
          const judge = new Judge(readLog(document));
          const earned = [], score = [];
          for (let at_ms = 0; at_ms <= judge.log.end_ms; at_ms += 100) {
            judge.to(at_ms);
            earned.push(judge.standing.earned);
            score.push(judge.standing.score);
          }
          return [earned, score];
        }""",
        STORED_LOGS[name]["log"],
    )
    assert earned == sorted(earned) and earned[0] == 0 < earned[-1]
    assert score != sorted(score), "with its bonuses the score falls, so there is something to claim"


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
