// @ts-check
// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

/** @type {(method: string, path: string) => (...parts: string[]) => {method: string, path: string}} */
const at =
  (method, path) =>
  (...parts) => ({ method, path: path.replace(/\{\w+\}/g, () => encodeURIComponent(parts.shift() ?? '')) });

export const getAdminAudit = { method: 'GET', path: '/api/admin/audit' };
export const postAdminChallengesSuggest = { method: 'POST', path: '/api/admin/challenges/suggest' };
export const deleteAdminChallengesById = at('DELETE', '/api/admin/challenges/{id}');
export const getAdminChallengesById = at('GET', '/api/admin/challenges/{id}');
export const putAdminChallengesById = at('PUT', '/api/admin/challenges/{id}');
export const postAdminChallengesByIdPublish = at('POST', '/api/admin/challenges/{id}/publish');
export const postAdminChallengesByIdRollback = at('POST', '/api/admin/challenges/{id}/rollback');
export const postAdminChallengesByIdUnpublish = at('POST', '/api/admin/challenges/{id}/unpublish');
export const getAdminDatabase = { method: 'GET', path: '/api/admin/database' };
export const getAdminFeed = { method: 'GET', path: '/api/admin/feed' };
export const postAdminFeedByIdRetry = at('POST', '/api/admin/feed/{id}/retry');
export const postAdminLessonsPreview = { method: 'POST', path: '/api/admin/lessons/preview' };
export const deleteAdminLessonsById = at('DELETE', '/api/admin/lessons/{id}');
export const putAdminLessonsById = at('PUT', '/api/admin/lessons/{id}');
export const postAdminLessonsByIdChallenges = at('POST', '/api/admin/lessons/{id}/challenges');
export const putAdminLessonsByIdChallengesOrder = at('PUT', '/api/admin/lessons/{id}/challenges/order');
export const deleteAdminModulesById = at('DELETE', '/api/admin/modules/{id}');
export const putAdminModulesById = at('PUT', '/api/admin/modules/{id}');
export const postAdminModulesByIdLessons = at('POST', '/api/admin/modules/{id}/lessons');
export const putAdminModulesByIdLessonsOrder = at('PUT', '/api/admin/modules/{id}/lessons/order');
export const getAdminPosts = { method: 'GET', path: '/api/admin/posts' };
export const postAdminSnippets = { method: 'POST', path: '/api/admin/snippets' };
export const postAdminSnippetsCheck = { method: 'POST', path: '/api/admin/snippets/check' };
export const getAdminSnippetsExport = { method: 'GET', path: '/api/admin/snippets/export' };
export const getAdminSnippetsResults = { method: 'GET', path: '/api/admin/snippets/results' };
export const getAdminSnippetsSummary = { method: 'GET', path: '/api/admin/snippets/summary' };
export const getAdminTracks = { method: 'GET', path: '/api/admin/tracks' };
export const postAdminTracks = { method: 'POST', path: '/api/admin/tracks' };
export const putAdminTracksOrder = { method: 'PUT', path: '/api/admin/tracks/order' };
export const deleteAdminTracksById = at('DELETE', '/api/admin/tracks/{id}');
export const getAdminTracksById = at('GET', '/api/admin/tracks/{id}');
export const putAdminTracksById = at('PUT', '/api/admin/tracks/{id}');
export const postAdminTracksByIdModules = at('POST', '/api/admin/tracks/{id}/modules');
export const putAdminTracksByIdModulesOrder = at('PUT', '/api/admin/tracks/{id}/modules/order');
export const getAdminUsers = { method: 'GET', path: '/api/admin/users' };
export const getAdminUsersById = at('GET', '/api/admin/users/{id}');
export const putAdminUsersById = at('PUT', '/api/admin/users/{id}');
export const getModerationQueue = { method: 'GET', path: '/api/moderation/queue' };
export const putModerationReportsByKindById = at('PUT', '/api/moderation/reports/{kind}/{id}');
export const getModerationResultsById = at('GET', '/api/moderation/results/{id}');
export const putModerationResultsById = at('PUT', '/api/moderation/results/{id}');
export const patchSnippets = { method: 'PATCH', path: '/api/snippets' };
export const postSnippets = { method: 'POST', path: '/api/snippets' };
export const deleteSnippetsById = at('DELETE', '/api/snippets/{id}');
export const getSnippetsById = at('GET', '/api/snippets/{id}');
export const putSnippetsById = at('PUT', '/api/snippets/{id}');
export const getSnippetsByIdEstimate = at('GET', '/api/snippets/{id}/estimate');
export const postSnippetsByIdRollback = at('POST', '/api/snippets/{id}/rollback');
export const getSnippetsByIdStats = at('GET', '/api/snippets/{id}/stats');
export const getSnippetsByIdVersions = at('GET', '/api/snippets/{id}/versions');
