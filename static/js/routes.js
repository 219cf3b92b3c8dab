// @ts-check
// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

/**
 * @import {
 *   Activity, AnalysisOut, BoardQuery, DailyOut, DeleteAccountBody, DevicePage, DevicesQuery, EndGame, Export,
 *   GameResult, GameResultPage, GuestQuery, HistoryQuery, KeysOut, LeaderboardOut, LeaderboardQuery, LoginBody,
 *   PageQuery, PasswordBody, PlayersNow, ProfileBody, Progress, ProgressQuery, PublicProfile, RegisterBody, Replay,
 *   SettingsBody, SettingsOut, StartGame, StartedGame, Statistics, Tokens, UnfinishedGames, User, Route
 * } from './net/types.js'
 */

/** @type {Route<Tokens, GuestQuery>} */
export const postAuthGuest = { method: 'POST', path: '/api/auth/guest' };

/** @type {Route<Tokens, undefined, LoginBody>} */
export const postAuthLogin = { method: 'POST', path: '/api/auth/login' };

/** @type {Route<null>} */
export const postAuthLogout = { method: 'POST', path: '/api/auth/logout' };

/** @type {Route<null>} */
export const postAuthLogoutAll = { method: 'POST', path: '/api/auth/logout-all' };

/** @type {Route<Tokens>} */
export const postAuthRefresh = { method: 'POST', path: '/api/auth/refresh' };

/** @type {Route<Tokens, undefined, RegisterBody>} */
export const postAuthRegister = { method: 'POST', path: '/api/auth/register' };

/** @type {Route<UnfinishedGames>} */
export const getGameCurrent = { method: 'GET', path: '/api/game/current' };

/** @type {Route<DailyOut>} */
export const getGameDaily = { method: 'GET', path: '/api/game/daily' };

/** @type {Route<GameResult | null, undefined, EndGame>} */
export const postGameEnd = { method: 'POST', path: '/api/game/end' };

/** @type {Route<GameResultPage, HistoryQuery>} */
export const getGameHistory = { method: 'GET', path: '/api/game/history' };

/** @param {string} session_id @returns {Route<Replay>} */
export const getGameReplayBySessionId = (session_id) => ({
  method: 'GET',
  path: `/api/game/replay/${encodeURIComponent(session_id)}`,
});

/** @param {string} id @returns {Route<GameResult>} */
export const getGameResultById = (id) => ({ method: 'GET', path: `/api/game/result/${encodeURIComponent(id)}` });

/** @param {string} id @returns {Route<AnalysisOut>} */
export const getGameResultByIdAnalysis = (id) => ({
  method: 'GET',
  path: `/api/game/result/${encodeURIComponent(id)}/analysis`,
});

/** @type {Route<StartedGame, undefined, StartGame>} */
export const postGameStart = { method: 'POST', path: '/api/game/start' };

/** @type {Route<LeaderboardOut, LeaderboardQuery>} */
export const getLeaderboard = { method: 'GET', path: '/api/leaderboard' };

/** @type {Route<string, BoardQuery>} */
export const getLeaderboardLive = { method: 'GET', path: '/api/leaderboard/live' };

/** @type {Route<PlayersNow>} */
export const getPlayersNow = { method: 'GET', path: '/api/players/now' };

/** @type {Route<null, undefined, DeleteAccountBody>} */
export const deleteUserAccount = { method: 'DELETE', path: '/api/user/account' };

/** @type {Route<Export>} */
export const getUserExport = { method: 'GET', path: '/api/user/export' };

/** @type {Route<Tokens, undefined, PasswordBody>} */
export const putUserPassword = { method: 'PUT', path: '/api/user/password' };

/** @type {Route<User>} */
export const getUserProfile = { method: 'GET', path: '/api/user/profile' };

/** @type {Route<User, undefined, ProfileBody>} */
export const putUserProfile = { method: 'PUT', path: '/api/user/profile' };

/** @type {Route<null, DevicesQuery>} */
export const deleteUserSessions = { method: 'DELETE', path: '/api/user/sessions' };

/** @type {Route<DevicePage, PageQuery>} */
export const getUserSessions = { method: 'GET', path: '/api/user/sessions' };

/** @type {Route<SettingsOut>} */
export const getUserSettings = { method: 'GET', path: '/api/user/settings' };

/** @type {Route<SettingsOut, undefined, SettingsBody>} */
export const putUserSettings = { method: 'PUT', path: '/api/user/settings' };

/** @type {Route<Statistics>} */
export const getUserStats = { method: 'GET', path: '/api/user/stats' };

/** @param {string} username @returns {Route<PublicProfile>} */
export const getUsersByUsername = (username) => ({ method: 'GET', path: `/api/users/${encodeURIComponent(username)}` });

/** @param {string} username @returns {Route<Activity>} */
export const getUsersByUsernameActivity = (username) => ({
  method: 'GET',
  path: `/api/users/${encodeURIComponent(username)}/activity`,
});

/** @param {string} username @returns {Route<KeysOut>} */
export const getUsersByUsernameKeys = (username) => ({
  method: 'GET',
  path: `/api/users/${encodeURIComponent(username)}/keys`,
});

/** @param {string} username @returns {Route<Progress, ProgressQuery>} */
export const getUsersByUsernameProgress = (username) => ({
  method: 'GET',
  path: `/api/users/${encodeURIComponent(username)}/progress`,
});
