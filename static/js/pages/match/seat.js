// @ts-check
/**
 * One's own seat: the game on its socket and, once the match begins, the window in which it is played.
 *
 * Law: the game is the seat's from the lobby to its end; what the lobby shows comes from its `match` frames.
 */

import { everyFrame } from '../../arena/frames.js';
import { positions } from '../../game/race.js';
import { Game } from '../../game/session.js';
import { PlaySocket, socketAddress } from '../../net/socket.js';
import { Sound } from '../../sound/sound.js';
import { ending } from '../../stage/text.js';
import { PlayView } from '../../stage/view.js';
import { hush } from '../../typing/hush.js';
import { listenToKeyboard } from '../../typing/keyboard.js';
import { Lanes } from './lanes.js';
import { Rivals } from './rivals.js';
import { text as matchText, words } from './text.js';

/** @import { App } from '../../app.js' */
/** @import { Progress } from '../../game/race.js' */
/** @import { GameEvent, Phase } from '../../game/session.js' */
/** @import { Match, SeatTaken, StandingFrame } from '../../net/types.js' */

const LAST_LOOK_MS = 1_400; // at the last line, before the others are watched

/**
 * What the page does about it.
 * @typedef {object} Listener
 * @property {(match: Match) => void} match
 * @property {(rows: StandingFrame['seats']) => void} standing
 * @property {(phase: Phase) => void} phase
 * @property {() => void} over its game is, and was looked at
 * @property {() => void} quit there is no line to ask over
 * @property {() => void} leave the page, not the seat
 * @property {() => void} takeBack it was opened elsewhere
 */

export class OwnSeat {
  /** @param {App} app @param {SeatTaken} taken @param {Listener} listener */
  constructor(app, taken, listener) {
    this.app = app;
    this.number = taken.seat;
    this.match = taken.match;
    this.listener = listener;
    /** @type {Map<number, Progress>} */
    this.progress = new Map();
    /** @type {Race | null} */
    this.race = null;
    this.game = new Game(
      (socket) => new PlaySocket(socketAddress(taken), taken.session_token, socket),
      (event) => this.#happened(event),
      undefined,
      { isSeat: true },
    );
    this.game.socket.connect();
  }

  /** The window of the race, from its last seconds of waiting on. */
  open() {
    this.race ??= new Race(this);
    return this.race;
  }

  ready() {
    this.game.socket.say('ready');
  }

  close() {
    this.#shut();
    this.game.leave();
  }

  #shut() {
    this.race?.close();
    this.race = null;
  }

  /** @param {Match} match @param {Map<number, Progress>} progress */
  shown(match, progress) {
    this.match = match;
    this.progress = progress;
    this.race?.standing();
  }

  /** @param {GameEvent} event */
  #happened(event) {
    if (event.type === 'match') return this.listener.match(event.match);
    if (event.type === 'standing') return this.listener.standing(event.rows);
    const { phase } = this.game;
    if (phase === 'waiting') this.#shut(); // the countdown was stopped
    if (phase === 'countdown' || phase === 'running') this.open();
    this.race?.happened(event);
    if (event.type !== 'phase') return undefined;
    if (phase === 'over') this.#over();
    return this.listener.phase(phase);
  }

  #over() {
    const reason = this.game.outcome?.reason ?? '';
    hush();
    if (this.race) this.app.say(ending(reason));
    setTimeout(() => this.listener.over(), this.race && reason !== 'quit' && !this.app.still() ? LAST_LOOK_MS : 0);
  }
}

/** The window in which one's seat is played. */
class Race {
  /** @param {OwnSeat} seat */
  constructor(seat) {
    const { app, game, match, number, listener } = seat;
    this.seat = seat;
    this.sound = new Sound(app.preferences);
    this.lanes = new Lanes(match, number, { hidden: true });
    this.view = new PlayView(
      {
        resume: () => {},
        askQuit: () => this.#ask(),
        quit: () => game.quit() || listener.quit(),
        leave: () => listener.leave(),
        takeBack: () => listener.takeBack(),
        mute: () => app.preferences.change({ sound: !this.sound.on }),
      },
      {
        still: app.still(),
        say: (said) => app.say(said),
        cue: (cue, strength) => this.sound.play(cue, strength),
        words,
        above: this.lanes.element,
      },
    );
    this.view.element.classList.add('race');
    this.rivals = new Rivals(this.view.arena, number);
    this.stops = this.#listen();
    this.view.overlay.show(game);
    if (game.wave) this.view.happened(game, { type: 'wave', number: game.wave.n, anew: false }); // it began unseen
    this.standing();
  }

  get element() {
    return this.view.element;
  }

  focus() {
    this.view.focus();
  }

  #listen() {
    const { app, game } = this.seat;
    const { view } = this;
    const heard = () => view.sound(this.sound.on);
    app.preferences.addEventListener('change', heard);
    heard();
    return [
      listenToKeyboard(view.field, {
        key: (key) => game.press(key),
        escape: () => this.#ask(),
        hindered: (now) => view.hindered(now),
        accepts: () => game.phase === 'running' || game.phase === 'countdown',
      }),
      everyFrame((passed_ms) => {
        view.frame(game, passed_ms);
        this.lanes.typed(game.model.totals.keys_correct);
      }),
      () => app.preferences.removeEventListener('change', heard),
    ];
  }

  /** Esc in the dialog, or its first button, goes on. */
  #ask() {
    const { game } = this.seat;
    if (game.phase !== 'running' || this.view.overlay.open) return;
    this.view.overlay.askQuit(() => {
      this.view.overlay.show(game);
      this.view.focus();
    });
  }

  /** @param {GameEvent} event */
  happened(event) {
    const { game, match, progress } = this.seat;
    this.view.happened(game, event);
    if (event.type === 'wave') this.rivals.draw(match, progress, game.wave);
    if (event.type === 'clear') this.#tell();
  }

  /** Where one is, at each wave's end: more would be heard over the code. */
  #tell() {
    const { app, number, progress } = this.seat;
    const own = progress.get(number);
    const position = positions(progress).get(number);
    if (own && own.place === null && position) app.say(matchText.position(position, progress.size));
  }

  /** The match or the standing is another. */
  standing() {
    const { game, match, progress } = this.seat;
    this.lanes.seats(match);
    this.lanes.standing(progress);
    this.rivals.draw(match, progress, game.wave);
  }

  close() {
    for (const stop of this.stops) stop();
    this.sound.close();
    this.view.close();
  }
}
