// @ts-check
/** The game page: starts or resumes a game, joins keyboard, game and view, and leads on to the result. */

import { Game } from '../../game/session.js';
import { Problem } from '../../net/api.js';
import { PlaySocket } from '../../net/socket.js';
import { Sound } from '../../sound/sound.js';
import { whyNot } from '../../text/common.js';
import { text as playText } from '../../text/play.js';
import { listenToKeyboard } from '../../typing/keyboard.js';
import { PlayView } from './view.js';
import { unfinishedView } from '../../parts/unfinished.js';
import { ghostBeside } from '../race/page.js';
import { endGame } from '../../games.js';

const LAST_LOOK_MS = 1_400; // at the fallen wall, before the result

/** @typedef {import('../../app.js').App} App */
/** @typedef {{session_id: string, session_token: string, socket: string, language: string, difficulty: string, started_at?: string, ghost_of?: string | null}} Started */

/** @param {App} app @returns {Promise<import('../../router.js').Opened>} */
export async function openPlay(app) {
  const started = app.takeGame();
  if (started) return playing(app, started);
  const { sessions } = app.account.user ? await app.api.get('/api/game/current') : { sessions: [] };
  return choosing(app, sessions);
}

/** Which unfinished game to go on with. @param {App} app @param {Started[]} sessions @returns {import('../../router.js').Opened} */
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

/** @param {App} app @param {Started} started @returns {import('../../router.js').Opened} */
function playing(app, started) {
  const url = new URL(started.socket, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  let left = false;
  const { preferences } = app;
  const sound = new Sound(preferences);

  const view = new PlayView(
    {
      resume: () => {
        game.resume();
        view.focus();
      },
      pause: () => game.pause(),
      askQuit: () => {
        game.pause();
        view.overlay.askQuit(() => view.overlay.show(game));
      },
      quit: () => quit(),
      leave: () => app.router.go('/'),
      takeBack: () => app.play(started),
      mute: () => preferences.change({ sound: !sound.on }),
    },
    { still: app.still(), say: (words) => app.say(words), cue: (cue, strength) => sound.play(cue, strength) },
  );
  const heard = () => view.sound(sound.on);
  preferences.addEventListener('change', heard);
  heard();

  const game = new Game(
    (listener) => new PlaySocket(url.href, started.session_token, listener),
    (event) => {
      view.happened(game, event);
      if (event.type === 'phase' && event.phase === 'over') over();
    },
  );

  const quit = async () => {
    if (game.quit()) return;
    try {
      const result = await endGame(app, started);
      game.leave();
      finish(result);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      app.notice(whyNot(error));
      if (!left) view.overlay.show(game);
    }
  };

  const over = () => {
    const { reason, result } = /** @type {{reason: string, result: any}} */ (game.outcome);
    app.say(reason === 'defeated' ? playText.defeated : playText.over);
    if (result) app.say(playText.scored(result.final_score));
    setTimeout(() => finish(result), reason === 'defeated' && !app.still() ? LAST_LOOK_MS : 0);
  };

  /** @param {any} result */
  const finish = (result) => {
    if (left) return;
    if (result) {
      app.router.go(`/results/${result.id}`, { replace: true });
    } else {
      app.notice(playText.nothing);
      app.router.go('/', { replace: true });
    }
  };

  const stopListening = listenToKeyboard(view.field, {
    key: (key) => game.press(key),
    escape: () => game.pause(),
    accepts: () => game.phase === 'running' || game.phase === 'countdown',
  });

  const drawGhost = ghostBeside(app, started.ghost_of, view);
  let last = performance.now();
  let frame = requestAnimationFrame(function draw(now) {
    view.frame(game, now - last);
    drawGhost(game);
    last = now;
    frame = requestAnimationFrame(draw);
  });

  const hidden = () => document.visibilityState === 'hidden' && game.pause();
  document.addEventListener('visibilitychange', hidden);
  game.socket.connect();
  view.overlay.show(game);

  return {
    element: view.element,
    title: playText.title,
    bare: true,
    leave: () => {
      left = true;
      cancelAnimationFrame(frame);
      document.removeEventListener('visibilitychange', hidden);
      preferences.removeEventListener('change', heard);
      sound.close();
      stopListening();
      view.close();
      game.leave();
    },
  };
}
