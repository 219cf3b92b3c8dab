// @ts-check
// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

/**
 * @import {
 *   Activity, AddBody, AddedOut, AdminUserBody, AnalysisOut, BulkAnswer, BulkEdit, CheckBody, CheckOut,
 *   DeleteAccountBody, Devices, DevicesQuery, EndGame, EstimateOut, Export, ExportOut, ExportQuery, FeedQuery,
 *   GameResult, HistoryOut, HistoryQuery, JobOut, JobsOut, KeysOut, LeaderboardOut, LeaderboardQuery, LiveQuery,
 *   LoginBody, PageQuery, PasswordBody, PlayersNow, ProfileBody, Progress, ProgressQuery, PublicProfile, RegisterBody,
 *   Replay, ResultsOut, SettingsBody, SettingsOut, SnippetBody, SnippetEdit, SnippetOut, SnippetPage, SnippetsQuery,
 *   StartGame, StartedGame, Statistics, StatsOut, SummaryOut, Tokens, UnfinishedGames, User, Users, UsersQuery, Route
 * } from './net/types.js'
 */

/**
 * Jobs that ended games set off: those that wait, and those that failed ten times.
 * @type {Route<JobsOut, FeedQuery>}
 */
export const getAdminFeed = { method: 'GET', path: '/api/admin/feed' };

/** Try a job again now, with ten tries before it. @param {string} id @returns {Route<JobOut>} */
export const postAdminFeedByIdRetry = (id) => ({
  method: 'POST',
  path: `/api/admin/feed/${encodeURIComponent(id)}/retry`,
});

/** Add many snippets, all or none. @type {Route<AddedOut, undefined, AddBody>} */
export const postAdminSnippets = { method: 'POST', path: '/api/admin/snippets' };

/** What the library would say about a text; nothing is kept. @type {Route<CheckOut, undefined, CheckBody>} */
export const postAdminSnippetsCheck = { method: 'POST', path: '/api/admin/snippets/check' };

/** The latest versions that the filters let through, as one document. @type {Route<ExportOut, ExportQuery>} */
export const getAdminSnippetsExport = { method: 'GET', path: '/api/admin/snippets/export' };

/** How players do on the same page of GET /api/snippets. @type {Route<ResultsOut, SnippetsQuery>} */
export const getAdminSnippetsResults = { method: 'GET', path: '/api/admin/snippets/results' };

/** How many snippets there are of each kind and category. @type {Route<SummaryOut>} */
export const getAdminSnippetsSummary = { method: 'GET', path: '/api/admin/snippets/summary' };

/** Search all accounts. @type {Route<Users, UsersQuery>} */
export const getAdminUsers = { method: 'GET', path: '/api/admin/users' };

/** One account. @param {string} id @returns {Route<User>} */
export const getAdminUsersById = (id) => ({ method: 'GET', path: `/api/admin/users/${encodeURIComponent(id)}` });

/**
 * Give a role, disable or enable, rename, or reset the password.
 * @param {string} id
 * @returns {Route<User, undefined, AdminUserBody>}
 */
export const putAdminUsersById = (id) => ({ method: 'PUT', path: `/api/admin/users/${encodeURIComponent(id)}` });

/** Play at once, as a guest. @type {Route<Tokens>} */
export const postAuthGuest = { method: 'POST', path: '/api/auth/guest' };

/** Sign in by username or email. @type {Route<Tokens, undefined, LoginBody>} */
export const postAuthLogin = { method: 'POST', path: '/api/auth/login' };

/** End the sign-in of the refresh cookie and of the access token, if any. @type {Route<null>} */
export const postAuthLogout = { method: 'POST', path: '/api/auth/logout' };

/** End every sign-in of the caller, at once. @type {Route<null>} */
export const postAuthLogoutAll = { method: 'POST', path: '/api/auth/logout-all' };

/** A new access token for the refresh cookie, which is rotated. @type {Route<Tokens>} */
export const postAuthRefresh = { method: 'POST', path: '/api/auth/refresh' };

/**
 * Register; with a guest's token the guest becomes this player and keeps everything.
 * @type {Route<Tokens, undefined, RegisterBody>}
 */
export const postAuthRegister = { method: 'POST', path: '/api/auth/register' };

/** Your unfinished games, newest first. @type {Route<UnfinishedGames>} */
export const getGameCurrent = { method: 'GET', path: '/api/game/current' };

/**
 * End a game and get its result; null when no key was pressed.
 * @type {Route<GameResult | null, undefined, EndGame>}
 */
export const postGameEnd = { method: 'POST', path: '/api/game/end' };

/** Your own ended games, newest first. @type {Route<HistoryOut, HistoryQuery>} */
export const getGameHistory = { method: 'GET', path: '/api/game/history' };

/**
 * One game's waves, keys, totals and result, for everyone who may see the result.
 * @param {string} session_id
 * @returns {Route<Replay>}
 */
export const getGameReplayBySessionId = (session_id) => ({
  method: 'GET',
  path: `/api/game/replay/${encodeURIComponent(session_id)}`,
});

/**
 * One result: your own, or a ranked one whose player shows replays.
 * @param {string} id
 * @returns {Route<GameResult>}
 */
export const getGameResultById = (id) => ({ method: 'GET', path: `/api/game/result/${encodeURIComponent(id)}` });

/**
 * Speed and errors over time, mistakes, slow keys; new bests and places for the player.
 * @param {string} id
 * @returns {Route<AnalysisOut>}
 */
export const getGameResultByIdAnalysis = (id) => ({
  method: 'GET',
  path: `/api/game/result/${encodeURIComponent(id)}/analysis`,
});

/** Start a game of a mode. @type {Route<StartedGame, undefined, StartGame>} */
export const postGameStart = { method: 'POST', path: '/api/game/start' };

/** A page of a board, and your own place on it. @type {Route<LeaderboardOut, LeaderboardQuery>} */
export const getLeaderboard = { method: 'GET', path: '/api/leaderboard' };

/** A board as it changes, and who plays, as server-sent events. @type {Route<string, LiveQuery>} */
export const getLeaderboardLive = { method: 'GET', path: '/api/leaderboard/live' };

/** Who is playing now. @type {Route<PlayersNow>} */
export const getPlayersNow = { method: 'GET', path: '/api/players/now' };

/** The library. @type {Route<SnippetPage, SnippetsQuery>} */
export const getSnippets = { method: 'GET', path: '/api/snippets' };

/** Activate or deactivate many snippets. @type {Route<BulkAnswer, undefined, BulkEdit>} */
export const patchSnippets = { method: 'PATCH', path: '/api/snippets' };

/** Add a snippet. @type {Route<SnippetOut, undefined, SnippetBody>} */
export const postSnippets = { method: 'POST', path: '/api/snippets' };

/** Take a snippet out of the rotation. @param {string} id @returns {Route<null>} */
export const deleteSnippetsById = (id) => ({ method: 'DELETE', path: `/api/snippets/${encodeURIComponent(id)}` });

/** One version of a snippet. @param {string} id @returns {Route<SnippetOut>} */
export const getSnippetsById = (id) => ({ method: 'GET', path: `/api/snippets/${encodeURIComponent(id)}` });

/**
 * Edit a snippet; another text makes its next version.
 * @param {string} id
 * @returns {Route<SnippetOut, undefined, SnippetEdit>}
 */
export const putSnippetsById = (id) => ({ method: 'PUT', path: `/api/snippets/${encodeURIComponent(id)}` });

/** What players say about the expected speed of one version. @param {string} id @returns {Route<EstimateOut>} */
export const getSnippetsByIdEstimate = (id) => ({
  method: 'GET',
  path: `/api/snippets/${encodeURIComponent(id)}/estimate`,
});

/**
 * Make this version's text the latest again, as a version of its own.
 * @param {string} id
 * @returns {Route<SnippetOut>}
 */
export const postSnippetsByIdRollback = (id) => ({
  method: 'POST',
  path: `/api/snippets/${encodeURIComponent(id)}/rollback`,
});

/** How players do on one version of a snippet. @param {string} id @returns {Route<StatsOut>} */
export const getSnippetsByIdStats = (id) => ({ method: 'GET', path: `/api/snippets/${encodeURIComponent(id)}/stats` });

/** Every version of a snippet, from the id of any. @param {string} id @returns {Route<SnippetPage, PageQuery>} */
export const getSnippetsByIdVersions = (id) => ({
  method: 'GET',
  path: `/api/snippets/${encodeURIComponent(id)}/versions`,
});

/** Delete the account for good; its results stay, without a name. @type {Route<null, undefined, DeleteAccountBody>} */
export const deleteUserAccount = { method: 'DELETE', path: '/api/user/account' };

/** All that is kept about the caller, as a JSON document. @type {Route<Export>} */
export const getUserExport = { method: 'GET', path: '/api/user/export' };

/** Change the password; every other sign-in ends. @type {Route<Tokens, undefined, PasswordBody>} */
export const putUserPassword = { method: 'PUT', path: '/api/user/password' };

/** One's own account. @type {Route<User>} */
export const getUserProfile = { method: 'GET', path: '/api/user/profile' };

/** Change the username, the email or the display name. @type {Route<User, undefined, ProfileBody>} */
export const putUserProfile = { method: 'PUT', path: '/api/user/profile' };

/** End one sign-in, all others, or all. @type {Route<null, DevicesQuery>} */
export const deleteUserSessions = { method: 'DELETE', path: '/api/user/sessions' };

/** Where the caller is signed in. @type {Route<Devices, PageQuery>} */
export const getUserSessions = { method: 'GET', path: '/api/user/sessions' };

/** One's own settings. @type {Route<SettingsOut>} */
export const getUserSettings = { method: 'GET', path: '/api/user/settings' };

/** Change the settings that are sent. @type {Route<SettingsOut, undefined, SettingsBody>} */
export const putUserSettings = { method: 'PUT', path: '/api/user/settings' };

/** One's own statistics. @type {Route<Statistics>} */
export const getUserStats = { method: 'GET', path: '/api/user/stats' };

/** What everybody may see of a player. @param {string} username @returns {Route<PublicProfile>} */
export const getUsersByUsername = (username) => ({ method: 'GET', path: `/api/users/${encodeURIComponent(username)}` });

/** A player's games a day, for a year. @param {string} username @returns {Route<Activity>} */
export const getUsersByUsernameActivity = (username) => ({
  method: 'GET',
  path: `/api/users/${encodeURIComponent(username)}/activity`,
});

/**
 * How fast and how accurately a player hits each key; empty when they hide their replays.
 * @param {string} username
 * @returns {Route<KeysOut>}
 */
export const getUsersByUsernameKeys = (username) => ({
  method: 'GET',
  path: `/api/users/${encodeURIComponent(username)}/keys`,
});

/**
 * The figures of each language, and of the last games.
 * @param {string} username
 * @returns {Route<Progress, ProgressQuery>}
 */
export const getUsersByUsernameProgress = (username) => ({
  method: 'GET',
  path: `/api/users/${encodeURIComponent(username)}/progress`,
});
