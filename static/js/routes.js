// @ts-check
// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

/**
 * @import {
 *   Activity, AnalysisOut, AssignmentOut, BoardQuery, DailyOut, DeleteAccountBody, DevicePage, DevicesQuery, EndGame,
 *   Export, GameResult, GameResultPage, Group, GroupEdit, GroupMember, GroupMemberPage, GroupPage, GuestQuery,
 *   HistoryQuery, JoinGroup, KeysOut, LeaderboardOut, LeaderboardQuery, LoginBody, MemberEdit, NewAssignment, NewGroup,
 *   PageQuery, PasswordBody, PlayersNow, ProfileBody, Progress, ProgressQuery, PublicProfile, Pupil, Pupils,
 *   RegisterBody, RemoveQuery, Replay, SettingsBody, SettingsOut, StartGame, StartedGame, Statistics, Tokens,
 *   UnfinishedGames, User, Route
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

/** @type {Route<GroupPage, PageQuery>} */
export const getGroups = { method: 'GET', path: '/api/groups' };

/** @type {Route<Group, undefined, NewGroup>} */
export const postGroups = { method: 'POST', path: '/api/groups' };

/** @type {Route<Group, undefined, JoinGroup>} */
export const postGroupsJoin = { method: 'POST', path: '/api/groups/join' };

/** @param {string} slug @returns {Route<null>} */
export const deleteGroupsBySlug = (slug) => ({ method: 'DELETE', path: `/api/groups/${encodeURIComponent(slug)}` });

/** @param {string} slug @returns {Route<Group>} */
export const getGroupsBySlug = (slug) => ({ method: 'GET', path: `/api/groups/${encodeURIComponent(slug)}` });

/** @param {string} slug @returns {Route<Group, undefined, GroupEdit>} */
export const putGroupsBySlug = (slug) => ({ method: 'PUT', path: `/api/groups/${encodeURIComponent(slug)}` });

/** @param {string} slug @returns {Route<AssignmentOut[]>} */
export const getGroupsBySlugAssignments = (slug) => ({
  method: 'GET',
  path: `/api/groups/${encodeURIComponent(slug)}/assignments`,
});

/** @param {string} slug @returns {Route<AssignmentOut, undefined, NewAssignment>} */
export const postGroupsBySlugAssignments = (slug) => ({
  method: 'POST',
  path: `/api/groups/${encodeURIComponent(slug)}/assignments`,
});

/** @param {string} slug @param {string} id @returns {Route<null>} */
export const deleteGroupsBySlugAssignmentsById = (slug, id) => ({
  method: 'DELETE',
  path: `/api/groups/${encodeURIComponent(slug)}/assignments/${encodeURIComponent(id)}`,
});

/** @param {string} slug @returns {Route<string>} */
export const getGroupsBySlugInviteSvg = (slug) => ({
  method: 'GET',
  path: `/api/groups/${encodeURIComponent(slug)}/invite.svg`,
});

/** @param {string} slug @returns {Route<null>} */
export const postGroupsBySlugLeave = (slug) => ({
  method: 'POST',
  path: `/api/groups/${encodeURIComponent(slug)}/leave`,
});

/** @param {string} slug @returns {Route<GroupMemberPage, PageQuery>} */
export const getGroupsBySlugMembers = (slug) => ({
  method: 'GET',
  path: `/api/groups/${encodeURIComponent(slug)}/members`,
});

/** @param {string} slug @param {string} user_id @returns {Route<null, RemoveQuery>} */
export const deleteGroupsBySlugMembersByUserId = (slug, user_id) => ({
  method: 'DELETE',
  path: `/api/groups/${encodeURIComponent(slug)}/members/${encodeURIComponent(user_id)}`,
});

/** @param {string} slug @param {string} user_id @returns {Route<GroupMember, undefined, MemberEdit>} */
export const putGroupsBySlugMembersByUserId = (slug, user_id) => ({
  method: 'PUT',
  path: `/api/groups/${encodeURIComponent(slug)}/members/${encodeURIComponent(user_id)}`,
});

/** @param {string} slug @param {string} user_id @returns {Route<Pupil>} */
export const postGroupsBySlugMembersByUserIdPassword = (slug, user_id) => ({
  method: 'POST',
  path: `/api/groups/${encodeURIComponent(slug)}/members/${encodeURIComponent(user_id)}/password`,
});

/** @param {string} slug @returns {Route<Pupil[], undefined, Pupils>} */
export const postGroupsBySlugPupils = (slug) => ({
  method: 'POST',
  path: `/api/groups/${encodeURIComponent(slug)}/pupils`,
});

/** @param {string} slug @returns {Route<string>} */
export const getGroupsBySlugResultsCsv = (slug) => ({
  method: 'GET',
  path: `/api/groups/${encodeURIComponent(slug)}/results.csv`,
});

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
