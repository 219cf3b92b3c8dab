// @ts-check
/** The game page: starts or resumes a game, joins keyboard, game and view, and leads on to the result. */

import { everyFrame } from '../../arena/frames.js';
import { startAgain } from '../../game/again.js';
import { RestartKeys } from '../../game/restart.js';
import { Game } from '../../game/session.js';
import { endGame, startGame } from '../../games.js';
import { Problem } from '../../net/api.js';
import { PlaySocket, socketAddress } from '../../net/socket.js';
import { contestAddress } from '../../parts/contest-links.js';
import { challengeAddress } from '../../parts/course-links.js';
import { tellZone } from '../../zone.js';
import { Sound } from '../../sound/sound.js';
import { ending, text as playText } from '../../stage/text.js';
import { PlayView } from '../../stage/view.js';
import { whyNot } from '../../text/common.js';
import { hush } from '../../typing/hush.js';
import { listenToKeyboard } from '../../typing/keyboard.js';
import { watchPresence } from '../../typing/presence.js';
import { ghostBeside } from './ghost.js';
import { goalsAbove } from './goals.js';
import { noteOpen, openHere } from './open-here.js';
import { unfinishedView } from './unfinished.js';
import { getGameCurrent } from '../../routes.js';

const LAST_LOOK_MS = 1_400; // at the fallen wall, before the result

/** @import { App } from '../../app.js' */
/** @import { GameResult, StartedGame } from '../../net/types.js' */
/** @import { Opened } from '../../router.js' */

/** @param {App} app @returns {Promise<Opened>} */
export async function openPlay(app) {
  tellZone(app);
  const started = app.takeGame();
  if (started) return playing(app, started);
  if (!app.account.user) return choosing(app, []);
  const { sessions } = await app.api.call(getGameCurrent);
  const here = openHere();
  const open = sessions.find((/** @type {StartedGame} */ one) => one.session_id === here);
  return open ? playing(app, open, { back: true }) : choosing(app, sessions);
}

/** Which unfinished game to go on with. @param {App} app @param {StartedGame[]} sessions @returns {Opened} */
function choosing(app, sessions) {
  const view = unfinishedView(sessions, {
    resume: (started) => app.play(started),
    end: async (started) => {
      const result = await endGame(app, started);
      if (result) app.router.go(`/results/${result.id}`);
      else app.router.go('/play', { replace: true });
    },
  });
  return { element: view, title: playText.resumeTitle };
}

/**
 * @param {App} app @param {StartedGame} started
 * @param {{back?: boolean}} [how] the page was loaded again in the middle of it
 * @returns {Opened}
 */
function playing(app, started, { back = false } = {}) {
  const play = new Play(app, started);
  if (back) play.game.hold('back');
  return { element: play.view.element, title: playText.title, bare: true, leave: () => play.leave() };
}

/** One game on the page, from its first frame until the page is left. */
class Play {
  /** @param {App} app @param {StartedGame} started */
  constructor(app, started) {
    this.app = app;
    this.started = started;
    this.once = Boolean(started.contest); // everybody plays a contest once
    this.practice = started.mode === 'PRACTICE';
    this.left = false;
    this.restarting = false;
    this.sound = new Sound(app.preferences);
    this.goals = started.challenge ? goalsAbove(app, started.challenge, started.challenge_version) : null;
    this.view = this.#view();
    this.keys = new RestartKeys({ show: (armed) => this.view.armed(armed), restart: () => this.#restart() });
    this.presence = watchPresence((why) => this.game.gone(why));
    this.game = new Game(
      (listener) => new PlaySocket(socketAddress(started), started.session_token, listener),
      (event) => {
        this.view.happened(this.game, event);
        if (event.type === 'phase') this.#phase(event.phase);
      },
      undefined,
      { time_limit_ms: started.seconds ? started.seconds * 1000 : null, here: () => this.presence.here() },
    );
    this.#listen();
    noteOpen(started.session_id);
    this.game.socket.connect();
    this.view.overlay.show(this.game);
  }

  #view() {
    const { app, sound } = this;
    return new PlayView(
      {
        resume: () => {
          this.game.resume();
          this.view.focus();
        },
        pause: () => this.game.pause(),
        askQuit: () => {
          this.game.pause();
          this.view.overlay.askQuit(() => this.view.overlay.show(this.game));
        },
        quit: () => this.#quit(),
        restart: this.once ? undefined : () => this.#restart(),
        leave: () => app.router.go('/'),
        takeBack: () => app.play(this.started),
        mute: () => app.preferences.change({ sound: !sound.on }),
      },
      {
        still: app.still(),
        say: (words) => app.say(words),
        cue: (cue, strength) => sound.play(cue, strength),
        calm: Boolean(this.started.seconds || this.goals) || this.practice,
        practice: this.practice,
        plain: this.goals !== null,
        above: this.goals?.element,
      },
    );
  }

  #listen() {
    const { app, game, view, sound, keys } = this;
    this.stopKeyboard = listenToKeyboard(view.field, {
      key: (key) => keys.takes(key) || game.press(key),
      escape: () => game.pause(),
      tab: () => this.once || keys.tab(game.phase === 'running' && game.model.due === '\n'),
      hindered: (now) => view.hindered(now),
      accepts: () => !this.restarting && (game.phase === 'running' || game.phase === 'countdown'),
    });
    const drawGhost = ghostBeside(app, this.started.ghost_of, view);
    this.stopFrames = everyFrame((passed_ms) => {
      view.frame(game, passed_ms);
      drawGhost(game);
      this.goals?.update(game);
    });
    this.heard = () => view.sound(sound.on);
    app.preferences.addEventListener('change', this.heard);
    this.heard();
  }

  /** @param {import('../../game/session.js').Phase} phase */
  #phase(phase) {
    this.keys.disarm();
    if (phase === 'saving' || phase === 'over') hush();
    if (phase === 'over' && !this.restarting) this.#over();
  }

  leave() {
    this.left = true;
    noteOpen(null);
    this.stopFrames?.();
    this.stopKeyboard?.();
    this.presence.close();
    if (this.heard) this.app.preferences.removeEventListener('change', this.heard);
    this.sound.close();
    this.view.close();
    this.game.leave();
  }

  /** Over the socket, or over HTTP while there is none. */
  async #quit() {
    if (this.game.quit()) return;
    try {
      const result = await endGame(this.app, this.started);
      this.game.leave();
      this.#finish(result);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.app.notice(whyNot(error));
      if (!this.left) this.view.overlay.show(this.game);
    }
  }

  /** End this game and start one like it. */
  async #restart() {
    const { app, started } = this;
    if (this.restarting) return;
    this.restarting = true;
    this.view.overlay.restarting();
    /** @type {GameResult | null | undefined} undefined until this game is over */
    let result;
    try {
      result = await endGame(app, started);
      if (result) app.notice(playText.ended(result.final_score));
      await startGame(app, startAgain(started));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.restarting = false;
      app.notice(whyNot(error));
      if (result !== undefined) this.#finish(result);
      else if (!this.left) this.view.overlay.show(this.game);
    }
  }

  #over() {
    const { app, game } = this;
    if (!game.outcome) return;
    const { reason, result } = game.outcome;
    app.say(ending(reason));
    if (result)
      app.say(result.seconds || this.practice ? playText.speed(result.net_wpm) : playText.scored(result.final_score));
    setTimeout(() => this.#finish(result), reason === 'defeated' && !app.still() ? LAST_LOOK_MS : 0);
  }

  /** @param {GameResult | null} result null when no key was pressed */
  #finish(result) {
    const { app } = this;
    const { contest, challenge, session_id } = this.started;
    if (this.left) return;
    if (!result) app.notice(playText.nothing);
    if (challenge) app.router.go(challengeAddress(challenge, result ? session_id : undefined), { replace: true });
    else if (contest) app.router.go(contestAddress(contest), { replace: true });
    else app.router.go(result ? `/results/${result.id}` : '/', { replace: true });
  }
}
