// @ts-check
// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

/**
 * @import {
 *   AddBody, AddedOut, AdminUserBody, AuditEntryPage, AuditQuery, BulkAnswer, BulkEdit, CheckBody, CheckOut,
 *   EstimateOut, ExportOut, ExportQuery, FeedQuery, JobOut, JobOutPage, PageQuery, ResultsOut, SnippetBody,
 *   SnippetEdit, SnippetListedPage, SnippetOut, SnippetsQuery, StatsOut, SummaryOut, User, UserPage, UsersQuery, Route
 * } from '../../net/types.js'
 */

/** @type {Route<AuditEntryPage, AuditQuery>} */
export const getAdminAudit = { method: 'GET', path: '/api/admin/audit' };

/** @type {Route<JobOutPage, FeedQuery>} */
export const getAdminFeed = { method: 'GET', path: '/api/admin/feed' };

/** @param {string} id @returns {Route<JobOut>} */
export const postAdminFeedByIdRetry = (id) => ({
  method: 'POST',
  path: `/api/admin/feed/${encodeURIComponent(id)}/retry`,
});

/** @type {Route<AddedOut, undefined, AddBody>} */
export const postAdminSnippets = { method: 'POST', path: '/api/admin/snippets' };

/** @type {Route<CheckOut, undefined, CheckBody>} */
export const postAdminSnippetsCheck = { method: 'POST', path: '/api/admin/snippets/check' };

/** @type {Route<ExportOut, ExportQuery>} */
export const getAdminSnippetsExport = { method: 'GET', path: '/api/admin/snippets/export' };

/** @type {Route<ResultsOut, SnippetsQuery>} */
export const getAdminSnippetsResults = { method: 'GET', path: '/api/admin/snippets/results' };

/** @type {Route<SummaryOut>} */
export const getAdminSnippetsSummary = { method: 'GET', path: '/api/admin/snippets/summary' };

/** @type {Route<UserPage, UsersQuery>} */
export const getAdminUsers = { method: 'GET', path: '/api/admin/users' };

/** @param {string} id @returns {Route<User>} */
export const getAdminUsersById = (id) => ({ method: 'GET', path: `/api/admin/users/${encodeURIComponent(id)}` });

/** @param {string} id @returns {Route<User, undefined, AdminUserBody>} */
export const putAdminUsersById = (id) => ({ method: 'PUT', path: `/api/admin/users/${encodeURIComponent(id)}` });

/** @type {Route<SnippetListedPage, SnippetsQuery>} */
export const getSnippets = { method: 'GET', path: '/api/snippets' };

/** @type {Route<BulkAnswer, undefined, BulkEdit>} */
export const patchSnippets = { method: 'PATCH', path: '/api/snippets' };

/** @type {Route<SnippetOut, undefined, SnippetBody>} */
export const postSnippets = { method: 'POST', path: '/api/snippets' };

/** @param {string} id @returns {Route<null>} */
export const deleteSnippetsById = (id) => ({ method: 'DELETE', path: `/api/snippets/${encodeURIComponent(id)}` });

/** @param {string} id @returns {Route<SnippetOut>} */
export const getSnippetsById = (id) => ({ method: 'GET', path: `/api/snippets/${encodeURIComponent(id)}` });

/** @param {string} id @returns {Route<SnippetOut, undefined, SnippetEdit>} */
export const putSnippetsById = (id) => ({ method: 'PUT', path: `/api/snippets/${encodeURIComponent(id)}` });

/** @param {string} id @returns {Route<EstimateOut>} */
export const getSnippetsByIdEstimate = (id) => ({
  method: 'GET',
  path: `/api/snippets/${encodeURIComponent(id)}/estimate`,
});

/** @param {string} id @returns {Route<SnippetOut>} */
export const postSnippetsByIdRollback = (id) => ({
  method: 'POST',
  path: `/api/snippets/${encodeURIComponent(id)}/rollback`,
});

/** @param {string} id @returns {Route<StatsOut>} */
export const getSnippetsByIdStats = (id) => ({ method: 'GET', path: `/api/snippets/${encodeURIComponent(id)}/stats` });

/** @param {string} id @returns {Route<SnippetListedPage, PageQuery>} */
export const getSnippetsByIdVersions = (id) => ({
  method: 'GET',
  path: `/api/snippets/${encodeURIComponent(id)}/versions`,
});
