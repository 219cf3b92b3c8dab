// @ts-check
// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

/** @type {(method: string, path: string) => (...parts: string[]) => {method: string, path: string}} */
const at =
  (method, path) =>
  (...parts) => ({ method, path: path.replace(/\{\w+\}/g, () => encodeURIComponent(parts.shift() ?? '')) });

export const getAdminAudit = { method: 'GET', path: '/api/admin/audit' };
export const getAdminFeed = { method: 'GET', path: '/api/admin/feed' };
export const postAdminFeedByIdRetry = at('POST', '/api/admin/feed/{id}/retry');
export const postAdminSnippets = { method: 'POST', path: '/api/admin/snippets' };
export const postAdminSnippetsCheck = { method: 'POST', path: '/api/admin/snippets/check' };
export const getAdminSnippetsExport = { method: 'GET', path: '/api/admin/snippets/export' };
export const getAdminSnippetsResults = { method: 'GET', path: '/api/admin/snippets/results' };
export const getAdminSnippetsSummary = { method: 'GET', path: '/api/admin/snippets/summary' };
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
