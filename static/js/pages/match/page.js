// @ts-check
/**
 * The page of a race with other players, at /race/CODE: whoever has a seat plays on it over the socket, everybody else
 * watches over server-sent events.
 *
 * Law: what is shown follows from the match, the progress of its seats and the phase of one's own game; each piece of
 * news draws that picture anew.
 */

import { arrivals, progressOf } from '../../game/race.js';
import { refusal } from '../../games.js';
import { Problem } from '../../net/api.js';
import { followMatch } from '../../net/live.js';
import { matchAddress } from '../../parts/match-links.js';
import { tellZone } from '../../zone.js';
import { text as boardText } from '../../text/board.js';
import { refusals } from '../../text/races.js';
import { CLOSE } from '../../terms.js';
import { inviting } from './inviting.js';
import { nameOf } from './lanes.js';
import { givenUpView, Lobby, noMatchView } from './lobby.js';
import { Result } from './result.js';
import { OwnSeat } from './seat.js';
import { text as matchText, words } from './text.js';
import { MatchView } from './view.js';
import { Watch } from './watch.js';
import {
  getMatchesByCode,
  postMatchesByCodeJoin,
  postMatchesByCodeLeave,
  postMatchesByCodeRematch,
  postMatchesByCodeStart,
} from '../../later-routes.js';

/** @import { App } from '../../app.js' */
/** @import { Progress } from '../../game/race.js' */
/** @import { Phase } from '../../game/session.js' */
/** @import { State } from '../../net/live.js' */
/** @import { Match, StandingFrame } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */

/** @typedef {'lobby' | 'race' | 'watch' | 'result' | 'given-up'} Stage */

const COUNT_EVERY_MS = 200;

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openMatch(app, { params }) {
  tellZone(app);
  const code = params.id.toUpperCase();
  const title = matchText.title(code);
  /** @type {Match} */
  let match;
  try {
    match = await app.api.call(getMatchesByCode(code));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
    return { element: noMatchView(code).element, title: matchText.noMatchTitle };
  }
  const page = new MatchPage(app, match);
  await page.enter();
  return { element: page.view.element, title, leave: () => page.leave(), bare: page.stage === 'race' };
}

class MatchPage {
  /** @param {App} app @param {Match} match */
  constructor(app, match) {
    this.app = app;
    this.match = match;
    this.view = new MatchView();
    /** @type {Map<number, Progress>} */
    this.progress = new Map();
    this.starts_at = 0; // on the monotonic clock, during the countdown
    /** @type {OwnSeat | null} */
    this.seat = null;
    /** @type {{close: () => void} | null} */
    this.line = null;
    /** @type {State} */
    this.lineState = 'connecting';
    /** @type {Stage | null} */
    this.stage = null;
    /** @type {Lobby | Watch | Result | null} */
    this.picture = null;
    this.isFirst = true; // picture of this page
    this.isLate = match.state === 'RUNNING';
    this.left = false;
    this.counting = setInterval(() => this.#count(), COUNT_EVERY_MS);
    this.#timed(match);
  }

  /** The seat of whoever looks, if they have one. */
  get own() {
    const me = this.app.account.user?.id;
    return (me && this.match.seats.find(({ user_id }) => user_id === me)) || null;
  }

  async enter() {
    const { own, match } = this;
    if (own && !own.ended && match.state !== 'OVER') await this.#take();
    else this.#watch();
    this.#draw();
  }

  /** Whoever goes elsewhere before the start gives the seat up: the match would begin without them. */
  leave() {
    this.left = true;
    clearInterval(this.counting);
    this.line?.close();
    const { seat, match } = this;
    seat?.close();
    if (seat && seat.game.phase !== 'closed' && seat.game.phase !== 'running') this.#giveUpUnbegun(match);
  }

  /** @param {Match} match */
  #giveUpUnbegun({ code, state }) {
    if (!['OPEN', 'COUNTDOWN'].includes(state)) return;
    this.app.api.call(postMatchesByCodeLeave(code)).then(
      () => this.app.notice(matchText.gaveUp(code)),
      () => undefined, // it was not there any more, or the server will notice that nobody comes
    );
  }

  // ---------------------------------------------------------------- what the server says

  /** @param {Match} match */
  #known(match) {
    if (this.left) return;
    const { state } = this.match;
    this.match = match;
    this.#timed(match);
    if (state === 'COUNTDOWN' && match.state === 'OPEN') this.app.say(matchText.stopped);
    if (state === 'OPEN' && match.state === 'COUNTDOWN')
      this.app.say(matchText.startsSoon(Math.round((match.starts_in_ms ?? 0) / 1000)));
    this.#draw();
  }

  /** @param {Match} match */
  #timed({ state, starts_in_ms }) {
    this.starts_at = state === 'COUNTDOWN' && starts_in_ms !== null ? performance.now() + starts_in_ms : 0;
  }

  /** @param {StandingFrame['seats']} rows */
  #standing(rows) {
    const was = this.progress;
    this.progress = progressOf(rows);
    if (was.size || this.match.state === 'RUNNING') this.#tellArrivals(was);
    this.#drawStanding();
  }

  /** @param {Map<number, Progress>} was */
  #tellArrivals(was) {
    for (const { seat, place } of arrivals(was, this.progress)) {
      const one = this.match.seats.find((other) => other.seat === seat);
      if (!one || place === null) continue;
      this.app.say(one === this.own ? matchText.youArrived(place) : matchText.arrived(nameOf(one), place));
    }
  }

  /** Without a seat. */
  #watch() {
    const { code, group } = this.match;
    const hear = {
      match: (/** @type {Match} */ match) => this.#known(match),
      standing: (/** @type {StandingFrame} */ { seats }) => this.#standing(seats),
      state: (/** @type {State} */ state) => this.#lineIs(state),
      refetch: () => this.#refetch(),
    };
    // Members alone watch a match of their group, so the server has to be told who asks.
    this.line ??= followMatch(
      code,
      hear,
      group === null ? null : (route, signal) => this.app.api.streamOf(route, signal),
    );
  }

  /** @param {State} state */
  #lineIs(state) {
    this.lineState = state;
    if (this.picture instanceof Watch) this.picture.state(state);
  }

  async #refetch() {
    const match = await this.app.api.call(getMatchesByCode(this.match.code)).catch(() => null);
    if (match) this.#known(match);
  }

  // ---------------------------------------------------------------- one's own seat

  /** Take a seat, or the one that one has. A refusal is told, and the match is watched. */
  async #take() {
    const { app, own } = this;
    await this.#done(async () => {
      await app.account.ensure();
      const taken = await app.api.call(postMatchesByCodeJoin(this.match.code));
      if (this.left) {
        if (!own) this.#giveUpUnbegun(taken.match); // else it may be played in another window
        return;
      }
      this.line?.close();
      this.line = null;
      this.lineState = 'connecting';
      this.seat?.close();
      this.stage = null; // drawn anew, also where it is the same
      this.match = taken.match;
      this.#timed(taken.match);
      this.seat = new OwnSeat(app, taken, {
        match: (match) => this.#known(match),
        standing: (rows) => this.#standing(rows),
        phase: (phase) => this.#phase(phase),
        over: () => this.#end(),
        quit: () => this.#giveUp(),
        leave: () => app.router.go('/race'),
        takeBack: () => this.#take(),
      });
    });
    if (!this.seat && !this.left) this.#watch();
  }

  /** @param {Phase} phase */
  #phase(phase) {
    if (this.left) return;
    // Given up in another window, or logged out: whoever was here watches from now on.
    if (phase === 'closed' && this.seat?.game.closeCode === CLOSE.BAD_TOKEN) {
      this.view.refuse(matchText.seatGone);
      this.#end();
    }
    this.#draw();
  }

  /** One's own game is over: from now on one watches, like everybody else. */
  #end() {
    this.seat?.close();
    this.seat = null;
    if (this.left) return;
    this.#watch();
    this.#refetch();
  }

  #giveUp() {
    return this.#done(async () => {
      await this.app.api.call(postMatchesByCodeLeave(this.match.code));
      this.#end();
    });
  }

  #start() {
    return this.#done(async () => {
      this.#known(await this.app.api.call(postMatchesByCodeStart(this.match.code)));
    });
  }

  #rematch() {
    return this.#done(async () => {
      const { match } = await this.app.api.call(postMatchesByCodeRematch(this.match.code));
      await this.app.router.go(matchAddress(match.code));
    });
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.#link());
      this.app.notice(matchText.copied);
    } catch {
      this.app.notice(matchText.notCopied); // plain HTTP, or not allowed
    }
  }

  #link() {
    return `${location.origin}${matchAddress(this.match.code)}`;
  }

  /** Says why, where the server refuses; the match may be another by then. @param {() => Promise<void>} work */
  async #done(work) {
    this.view.refuse('');
    this.#busy(true);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const why = refusals[error.code] ?? refusal(error);
      if (this.stage === 'race') this.app.notice(why);
      else this.view.refuse(why);
      this.#refetch();
    }
    if (this.left) return;
    this.#busy(false);
    this.#draw();
  }

  /** @param {boolean} is */
  #busy(is) {
    if (this.picture instanceof Lobby || this.picture instanceof Result) this.picture.busy(is);
  }

  // ---------------------------------------------------------------- what is shown

  /** @returns {Stage} */
  #stageOf() {
    const { seat, match } = this;
    const phase = seat?.game.phase;
    if (seat && (seat.race || match.state === 'RUNNING') && phase !== 'waiting') return 'race';
    if (match.state === 'OVER') return match.starts_at === null ? 'given-up' : 'result';
    return match.state === 'RUNNING' ? 'watch' : 'lobby';
  }

  #draw() {
    const stage = this.#stageOf();
    if (stage !== this.stage) this.#show(stage);
    const { picture, match, own } = this;
    if (picture instanceof Lobby)
      picture.update({
        match,
        own,
        isHost: own !== null && own.user_id === match.host,
        line: this.#ownLine(),
        isClosed: this.seat?.game.phase === 'closed',
      });
    if (picture instanceof Result) picture.update(match);
    this.#drawStanding();
    this.#count();
  }

  #drawStanding() {
    this.seat?.shown(this.match, this.progress);
    if (this.picture instanceof Watch) this.picture.standing(this.match, this.progress);
    if (this.picture instanceof Result) this.picture.standing(this.progress);
  }

  /** What there is to say of one's own connection, in the lobby. */
  #ownLine() {
    const { phase, closeCode } = this.seat?.game ?? {};
    if (phase === 'connecting') return matchText.states.connecting;
    if (phase === 'reconnecting') return matchText.states.lost;
    if (phase !== 'closed') return '';
    const known = /** @type {Record<number, string>} */ (words.closed);
    return known[closeCode ?? 0] ?? words.closedOther;
  }

  /** @param {Stage} stage */
  #show(stage) {
    const { match, own, view } = this;
    const how = { bare: stage === 'race', first: this.isFirst };
    this.isFirst = false;
    this.stage = stage;
    this.picture = null;
    if (stage === 'race' && this.seat) {
      const race = this.seat.open();
      view.show(race, how);
      return;
    }
    if (stage === 'given-up') {
      view.show(givenUpView(match.code), how);
      return;
    }
    this.picture = this.#pictureOf(stage, own);
    this.#lineIs(this.lineState); // which may have been live for long
    view.show(this.picture, how);
  }

  /** @param {Stage} stage @param {import('../../net/types.js').MatchSeat | null} own */
  #pictureOf(stage, own) {
    const { match, progress, isLate } = this;
    const ways = this.#ways();
    if (stage === 'lobby') return new Lobby(this.#link(), match, ways);
    if (stage === 'result') return new Result(match, own, progress, ways);
    return new Watch(match, own, isLate, ways, boardText.states);
  }

  /** @returns {import('./view.js').Ways} */
  #ways() {
    return {
      alert: this.view.alert,
      take: () => this.#take(),
      ready: () => this.seat?.ready(),
      start: () => this.#start(),
      giveUp: () => this.#giveUp(),
      takeBack: () => this.#take(),
      copy: () => this.#copy(),
      ...inviting(this.app, this.match),
      rematch: () => this.#rematch(),
    };
  }

  #count() {
    if (!this.starts_at || !(this.picture instanceof Lobby)) return;
    this.picture.count(Math.max(1, Math.ceil((this.starts_at - performance.now()) / 1000)));
  }
}
