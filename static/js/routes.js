// @ts-check
// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

/** @type {(method: string, path: string) => (...parts: string[]) => {method: string, path: string}} */
const at =
  (method, path) =>
  (...parts) => ({ method, path: path.replace(/\{\w+\}/g, () => encodeURIComponent(parts.shift() ?? '')) });

export const postAuthGuest = { method: 'POST', path: '/api/auth/guest' };
export const postAuthLogin = { method: 'POST', path: '/api/auth/login' };
export const postAuthLogout = { method: 'POST', path: '/api/auth/logout' };
export const postAuthLogoutAll = { method: 'POST', path: '/api/auth/logout-all' };
export const postAuthRefresh = { method: 'POST', path: '/api/auth/refresh' };
export const postAuthRegister = { method: 'POST', path: '/api/auth/register' };
export const getAuthRegistration = { method: 'GET', path: '/api/auth/registration' };
export const getContestsBySlugLive = at('GET', '/api/contests/{slug}/live');
export const getGameCurrent = { method: 'GET', path: '/api/game/current' };
export const getGameDaily = { method: 'GET', path: '/api/game/daily' };
export const postGameEnd = { method: 'POST', path: '/api/game/end' };
export const getGameHistory = { method: 'GET', path: '/api/game/history' };
export const getGameReplayBySessionId = at('GET', '/api/game/replay/{session_id}');
export const getGameResultById = at('GET', '/api/game/result/{id}');
export const postGameStart = { method: 'POST', path: '/api/game/start' };
export const getLeaderboard = { method: 'GET', path: '/api/leaderboard' };
export const getLeaderboardLive = { method: 'GET', path: '/api/leaderboard/live' };
export const getPlayersNow = { method: 'GET', path: '/api/players/now' };
export const getSnippets = { method: 'GET', path: '/api/snippets' };
export const getUserFocus = { method: 'GET', path: '/api/user/focus' };
export const getUserProfile = { method: 'GET', path: '/api/user/profile' };
export const putUserProfile = { method: 'PUT', path: '/api/user/profile' };
export const getUserSettings = { method: 'GET', path: '/api/user/settings' };
export const putUserSettings = { method: 'PUT', path: '/api/user/settings' };
export const getUserStats = { method: 'GET', path: '/api/user/stats' };
