// @ts-check
// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

/** @type {(method: string, path: string) => (...parts: string[]) => {method: string, path: string}} */
const at =
  (method, path) =>
  (...parts) => ({ method, path: path.replace(/\{\w+\}/g, () => encodeURIComponent(parts.shift() ?? '')) });

export const getChallengesById = at('GET', '/api/challenges/{id}');
export const getChallengesByIdAttempts = at('GET', '/api/challenges/{id}/attempts');
export const postChallengesByIdHint = at('POST', '/api/challenges/{id}/hint');
export const getChallengesByIdLeaderboard = at('GET', '/api/challenges/{id}/leaderboard');
export const postChallengesByIdStart = at('POST', '/api/challenges/{id}/start');
export const postCodeCut = { method: 'POST', path: '/api/code/cut' };
export const getCollections = { method: 'GET', path: '/api/collections' };
export const postCollections = { method: 'POST', path: '/api/collections' };
export const deleteCollectionsById = at('DELETE', '/api/collections/{id}');
export const getCollectionsById = at('GET', '/api/collections/{id}');
export const putCollectionsById = at('PUT', '/api/collections/{id}');
export const postCollectionsByIdSnippets = at('POST', '/api/collections/{id}/snippets');
export const deleteCollectionsByIdSnippetsBySnippetId = at('DELETE', '/api/collections/{id}/snippets/{snippet_id}');
export const postCollectionsByIdWithdraw = at('POST', '/api/collections/{id}/withdraw');
export const getGroups = { method: 'GET', path: '/api/groups' };
export const postGroups = { method: 'POST', path: '/api/groups' };
export const postGroupsJoin = { method: 'POST', path: '/api/groups/join' };
export const deleteGroupsBySlug = at('DELETE', '/api/groups/{slug}');
export const getGroupsBySlug = at('GET', '/api/groups/{slug}');
export const putGroupsBySlug = at('PUT', '/api/groups/{slug}');
export const getGroupsBySlugAssignments = at('GET', '/api/groups/{slug}/assignments');
export const postGroupsBySlugAssignments = at('POST', '/api/groups/{slug}/assignments');
export const deleteGroupsBySlugAssignmentsById = at('DELETE', '/api/groups/{slug}/assignments/{id}');
export const getGroupsBySlugInviteSvg = at('GET', '/api/groups/{slug}/invite.svg');
export const postGroupsBySlugLeave = at('POST', '/api/groups/{slug}/leave');
export const getGroupsBySlugMembers = at('GET', '/api/groups/{slug}/members');
export const deleteGroupsBySlugMembersByUserId = at('DELETE', '/api/groups/{slug}/members/{user_id}');
export const putGroupsBySlugMembersByUserId = at('PUT', '/api/groups/{slug}/members/{user_id}');
export const postGroupsBySlugMembersByUserIdPassword = at('POST', '/api/groups/{slug}/members/{user_id}/password');
export const postGroupsBySlugPupils = at('POST', '/api/groups/{slug}/pupils');
export const getGroupsBySlugResultsCsv = at('GET', '/api/groups/{slug}/results.csv');
export const getNotifications = { method: 'GET', path: '/api/notifications' };
export const getNotificationsLive = { method: 'GET', path: '/api/notifications/live' };
export const postNotificationsRead = { method: 'POST', path: '/api/notifications/read' };
export const getOpinions = { method: 'GET', path: '/api/opinions' };
export const deleteSnippetsByIdBookmark = at('DELETE', '/api/snippets/{id}/bookmark');
export const putSnippetsByIdBookmark = at('PUT', '/api/snippets/{id}/bookmark');
export const getSnippetsByIdPage = at('GET', '/api/snippets/{id}/page');
export const putSnippetsByIdVote = at('PUT', '/api/snippets/{id}/vote');
export const getTracks = { method: 'GET', path: '/api/tracks' };
export const getTracksBySlug = at('GET', '/api/tracks/{slug}');
export const deleteTracksBySlugEnroll = at('DELETE', '/api/tracks/{slug}/enroll');
export const postTracksBySlugEnroll = at('POST', '/api/tracks/{slug}/enroll');
export const deleteUserAccount = { method: 'DELETE', path: '/api/user/account' };
export const getUserBookmarks = { method: 'GET', path: '/api/user/bookmarks' };
export const getUserExport = { method: 'GET', path: '/api/user/export' };
export const putUserPassword = { method: 'PUT', path: '/api/user/password' };
export const getUserPlatforms = { method: 'GET', path: '/api/user/platforms' };
export const deleteUserPlatformsByPlatform = at('DELETE', '/api/user/platforms/{platform}');
export const putUserPlatformsByPlatform = at('PUT', '/api/user/platforms/{platform}');
export const getUserProgress = { method: 'GET', path: '/api/user/progress' };
export const deleteUserSessions = { method: 'DELETE', path: '/api/user/sessions' };
export const getUserSessions = { method: 'GET', path: '/api/user/sessions' };
export const getUserWeakKeys = { method: 'GET', path: '/api/user/weak-keys' };
