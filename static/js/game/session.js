// @ts-check
/**
 * One game as this page knows it: the socket's frames and the player's keys go in, a state and events come out.
 *
 * Laws: the player's own keys are drawn at once; where the server differs, it wins. Keys count only while the phase is
 * `running` and something is due, so what is pressed between two waves or during a countdown is dropped. A lost
 * connection stops the clock, except that of a match: that starts when the server says so, and nothing stops it.
 * Absent on purpose: the DOM, fetch, and every rule of hitting and dying (the server's `hit`, `clear` and `over`).
 */

import { strike, TypingModel } from '../typing/model.js';
import { GameClock } from './clock.js';
import { standing } from './score.js';
import { COMBO_STREAK, FULL_HP } from '../terms.js';

/**
 * `waiting`: for the start of a match.
 * @typedef {'connecting' | 'waiting' | 'countdown' | 'running' | 'paused' | 'reconnecting' | 'saving' | 'over'
 *   | 'closed'} Phase
 */

/**
 * @typedef {{type: 'phase', phase: Phase}
 *   | {type: 'wave', number: number, anew: boolean}
 *   | {type: 'keys', events: import('../typing/model.js').TypingEvent[]}
 *   | {type: 'hit', enemy: number, damage: number, hp: number}
 *   | {type: 'push', by_ms: number}
 *   | {type: 'next', number: number, text: string}
 *   | {type: 'pauses'}
 *   | {type: 'match', match: Match}
 *   | {type: 'standing', rows: StandingFrame['seats']}
 *   | {type: 'clear', number: number, hp: number, healed: number}
 *   | {type: 'corrected'}} GameEvent
 */

/** @import { AckFrame, GameResult, Match, PausedFrame, RunningFrame } from '../net/types.js' */
/** @import { RunningTotals, StandingFrame, WaveFrame, WelcomeFrame } from '../net/types.js' */
/** @import { GameFrame } from '../net/socket.js' */
/** @import { NumberedKey } from '../net/outbox.js' */
/** @import { Totals } from '../typing/model.js' */

const COUNTDOWN_MS = 3_000;

/** How much longer than a round trip a next wave may take before we believe that the server's clock stood. */
const STALL_MS = 300;

export class Game {
  /**
   * @param {(listener: import('../net/socket.js').Listener) => import('../net/socket.js').PlaySocket} open
   * @param {(event: GameEvent) => void} tell
   * @param {GameClock} [clock]
   * @param {{time_limit_ms?: number | null, isSeat?: boolean, here?: () => boolean}} [how] `time_limit_ms`: game time
   *   at which the server ends the game; `isSeat`: of a match; `here`: whether the player can see the game and type
   */
  constructor(open, tell, clock = new GameClock(), how = {}) {
    const { time_limit_ms = null, isSeat = false, here = () => true } = how;
    this.tell = tell;
    this.here = here;
    this.time_limit_ms = time_limit_ms;
    this.isSeat = isSeat;
    this.clock = clock;
    this.model = new TypingModel();
    /** @type {Phase} */
    this.phase = 'connecting';
    /** @type {WaveFrame | null} */
    this.wave = null;
    this.hp = FULL_HP;
    this.corrections = 0; // how often the server's word differed from ours
    this.pauseReason = 'player';
    this.pauses = 0; // as the server counts them
    this.closeCode = 0;
    this.retryAttempt = 0;
    /** @type {{reason: string, result: GameResult | null} | null} */
    this.outcome = null;
    this.goes_at = 0; // end of the countdown, on the monotonic clock; 0 before there is one
    this.go_sent = 0;
    this.rtt_ms = 50;
    this.heldByPlayer = false; // paused by the player: a reconnection must not start the game again
    this.modelled = 0; // number of the last key the model has taken
    /** Cursor and combo after each key that is not confirmed yet. @type {Map<number, {p: number, c: number}>} */
    this.expected = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.countdown = undefined;
    this.goUnanswered = false; // a `go` is on its way: what the server says of a pause until its `running` is over
    this.socket = open({
      welcome: (frame, resent) => this.#welcome(frame, resent),
      event: (frame) => this.#receive(frame),
      lost: () => this.#lost(),
      waiting: (attempt) => {
        this.retryAttempt = attempt;
      },
      closed: (code) => this.#closed(code),
    });
  }

  get accepting() {
    return this.phase === 'running' && this.model.due !== null && !this.socket.outbox.full && !this.timeIsUp;
  }

  /** A later key would not be counted; the server says so a moment later. */
  get timeIsUp() {
    return this.time_limit_ms !== null && this.clock.now() > this.time_limit_ms;
  }

  /** The figures as the result would have them if the game ended now. */
  get standing() {
    return standing(this.model.totals, this.clock.now());
  }

  // ---------------------------------------------------------------- what the player does

  /** A key. Enter cuts a countdown short and is no keystroke then. @param {string} key */
  press(key) {
    if (this.phase === 'countdown' && key === '\n' && !this.isSeat) return this.#go();
    if (!this.accepting) return undefined;
    const { n } = this.socket.key(this.clock.now(), key);
    return this.tell({ type: 'keys', events: this.#model(n, key) });
  }

  /** @param {string} [reason] */
  pause(reason = 'player') {
    if (this.isSeat || (this.phase !== 'running' && this.phase !== 'countdown')) return;
    this.heldByPlayer = true;
    this.pauseReason = reason;
    this.clock.stop();
    if (this.phase === 'running') this.socket.say('pause');
    this.#enter('paused');
  }

  /** The player cannot see or type: the clock waits for them, also if it is only about to run. @param {string} why */
  gone(why) {
    this.pause(why);
    if (!this.isSeat && (this.phase === 'connecting' || this.phase === 'reconnecting')) this.hold(why);
  }

  /** Once there, stay paused until the player wants to go on. @param {string} reason */
  hold(reason) {
    this.heldByPlayer = true;
    this.pauseReason = reason;
  }

  resume() {
    if (this.phase !== 'paused') return;
    this.heldByPlayer = false;
    this.#count();
  }

  /** Ask the server to end the game. False when there is no line to ask over. */
  quit() {
    return this.socket.say('quit');
  }

  /** Stop caring: the page is left. */
  leave() {
    clearTimeout(this.countdown);
    this.socket.leave();
  }

  // ---------------------------------------------------------------- what the server says

  /** @param {WelcomeFrame} frame @param {NumberedKey[]} resent */
  #welcome(frame, resent) {
    const first = this.wave === null;
    this.expected.clear();
    this.goUnanswered = false;
    this.hp = frame.hp;
    this.pauses = frame.pauses;
    this.clock.stand(frame.at);
    this.wave = frame.wave;
    if (frame.wave) {
      const { p, streak, dirty } = frame;
      this.model.adopt(frame.wave, { p, streak, dirty, totals: totalsOf(frame.totals) });
      this.modelled = frame.s;
      this.#catchUp(resent);
      this.tell({ type: 'wave', number: frame.wave.n, anew: first });
    }
    if (!frame.running && !this.isSeat && !this.heldByPlayer && !this.here()) this.hold('elsewhere');
    if (frame.running) {
      this.clock.start();
      this.#enter('running');
    } else if (this.isSeat) {
      this.#awaitStart();
    } else if (this.heldByPlayer) {
      this.#enter('paused');
    } else {
      this.#count();
    }
  }

  /** @param {GameFrame} frame */
  #receive(frame) {
    switch (frame.t) {
      case 'a':
        return this.#confirmed(frame);
      case 'wave':
        return this.#nextWave(frame);
      case 'next':
        return this.tell({ type: 'next', number: frame.n, text: frame.text });
      case 'hit':
        this.hp = frame.hp;
        this.model.totals.damage_taken += frame.damage;
        if (this.wave) strike(this.wave, frame.enemy);
        return this.tell({ type: 'hit', enemy: frame.enemy, damage: frame.damage, hp: frame.hp });
      case 'push':
        for (const enemy of this.wave?.enemies ?? []) enemy.due += frame.by_ms;
        return this.tell({ type: 'push', by_ms: frame.by_ms });
      case 'clear': {
        const healed = frame.hp - this.hp;
        this.hp = frame.hp;
        return this.tell({ type: 'clear', number: frame.n, hp: frame.hp, healed });
      }
      case 'running':
        return this.#running(frame);
      case 'pong':
        if (frame.rtt_ms !== undefined) {
          this.rtt_ms = frame.rtt_ms;
          this.clock.sync(frame.at, frame.rtt_ms);
        }
        return undefined;
      case 'paused':
        return this.#paused(frame);
      case 'match':
        this.#startsIn(frame.state === 'COUNTDOWN' ? frame.starts_in_ms : null);
        return this.tell({ type: 'match', match: frame });
      case 'standing':
        return this.tell({ type: 'standing', rows: frame.seats });
      case 'saving':
        return this.#enter('saving');
      case 'over':
        this.outcome = { reason: frame.reason, result: frame.result };
        this.clock.stop();
        return this.#enter('over');
      default:
        return undefined; // `kill` was drawn when its key was pressed; an `error` is followed by a welcome
    }
  }

  /** @param {RunningFrame} frame */
  #running(frame) {
    if (!this.goUnanswered) return this.#runsAlready(frame);
    this.goUnanswered = false;
    this.rtt_ms = performance.now() - this.go_sent;
    this.clock.best_rtt_ms = Infinity;
    return this.clock.sync(frame.at, Math.min(this.rtt_ms, 500));
  }

  /** Keys that were sent again have started the clock without us. @param {RunningFrame} frame */
  #runsAlready(frame) {
    if (this.phase === 'paused') return this.socket.say('pause');
    this.clock.stand(frame.at + this.rtt_ms / 2);
    this.clock.start();
    return this.#enter('running');
  }

  /** @param {PausedFrame} frame */
  #paused(frame) {
    this.pauses = frame.pauses;
    this.tell({ type: 'pauses' });
    if (this.goUnanswered) return;
    this.clock.stand(frame.at);
    if (this.phase !== 'paused') this.pauseReason = frame.reason; // otherwise it is ours, and we know why
    // Our own countdown is already on its way to `go`: the pause it reports is over.
    if (this.phase === 'countdown' && !this.heldByPlayer && frame.reason === 'player') return;
    this.heldByPlayer = true;
    this.#enter('paused');
  }

  /** @param {WaveFrame} frame */
  #nextWave(frame) {
    this.wave = frame;
    this.model.load(frame);
    if (this.clock.running && this.clock.now() - frame.at > this.rtt_ms + STALL_MS) {
      this.clock.stand(frame.at + this.rtt_ms / 2);
      this.clock.start();
    }
    // Keys that were pressed after this wave began, if a drop threw us back behind its start.
    this.#catchUp(this.socket.outbox.keys.filter((key) => key.n > this.modelled));
    this.tell({ type: 'wave', number: frame.n, anew: true });
  }

  /** @param {AckFrame} frame an `a`: the cursor and combo it carries belong to key s */
  #confirmed(frame) {
    this.hp = frame.hp;
    const ours = this.expected.get(frame.s);
    for (const n of this.expected.keys()) if (n <= frame.s) this.expected.delete(n);
    if (!ours || !this.wave) return;
    if (ours.p !== frame.p) this.#correct(this.wave, frame);
    else if (ours.c !== frame.c && frame.s === this.modelled) this.model.streak = (frame.c - 1) * COMBO_STREAK;
  }

  /**
   * The server's cursor is elsewhere: go there, and press the keys again that it has not seen yet.
   * @param {WaveFrame} wave @param {AckFrame} frame
   */
  #correct(wave, frame) {
    this.corrections += 1;
    const { model } = this;
    model.adopt(wave, { p: frame.p, streak: (frame.c - 1) * COMBO_STREAK, dirty: false, totals: model.totals });
    this.modelled = frame.s;
    this.#catchUp(this.socket.outbox.keys.filter((key) => key.n > frame.s));
    this.tell({ type: 'corrected' });
  }

  /** @param {NumberedKey[]} keys */
  #catchUp(keys) {
    for (const { n, key } of keys) {
      if (this.model.due === null) return;
      this.#model(n, key);
    }
  }

  /** @param {number} n @param {string} key */
  #model(n, key) {
    const events = this.model.press(key);
    this.modelled = n;
    if (!this.model.cleared) this.expected.set(n, { p: this.model.cursor, c: this.model.combo });
    return events;
  }

  #lost() {
    if (!this.isSeat) this.clock.stop();
    if (this.phase !== 'saving') this.#enter('reconnecting');
  }

  /** @param {number} code */
  #closed(code) {
    this.closeCode = code;
    this.clock.stop();
    this.#enter('closed');
  }

  // ---------------------------------------------------------------- phases

  #count() {
    this.goes_at = performance.now() + COUNTDOWN_MS;
    this.#enter('countdown');
    this.countdown = setTimeout(() => this.#go(), COUNTDOWN_MS);
  }

  /** The match's countdown ends then; null: it has none. @param {number | null} left_ms */
  #startsIn(left_ms) {
    this.goes_at = left_ms === null ? 0 : performance.now() + left_ms;
    if (this.phase === 'waiting' || (this.phase === 'countdown' && left_ms === null)) this.#awaitStart();
  }

  #awaitStart() {
    const left_ms = this.goes_at - performance.now() - COUNTDOWN_MS;
    this.#enter(this.goes_at && left_ms <= 0 ? 'countdown' : 'waiting');
    if (left_ms > 0) this.countdown = setTimeout(() => this.#awaitStart(), left_ms);
  }

  #go() {
    if (this.phase !== 'countdown' || !this.socket.say('go')) return;
    this.goUnanswered = true;
    this.go_sent = performance.now();
    this.clock.start();
    this.#enter('running');
  }

  /** @param {Phase} phase */
  #enter(phase) {
    if (phase !== 'countdown') clearTimeout(this.countdown);
    const changed = this.phase !== phase;
    this.phase = phase;
    if (changed || phase === 'countdown') this.tell({ type: 'phase', phase });
  }
}

/** The server's totals, by the model's names. @param {RunningTotals} totals @returns {Totals} */
function totalsOf(totals) {
  return {
    correct_words: totals.correct_words,
    incorrect_words: totals.incorrect_words,
    enemies_killed: totals.enemies_killed,
    waves_completed: totals.waves_completed,
    max_combo: totals.max_combo,
    damage_dealt: totals.total_damage_dealt,
    damage_taken: totals.total_damage_taken,
    keys_pressed: totals.total_keys_pressed,
    keys_correct: totals.correct_keys,
  };
}
