// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

import type {
  AddBody,
  AddedOut,
  AdminUserBody,
  AuditEntryPage,
  AuditQuery,
  BulkAnswer,
  BulkEdit,
  CaseOut,
  CheckBody,
  CheckOut,
  CloseBody,
  ClosedOut,
  EstimateOut,
  ExportOut,
  ExportQuery,
  FeedQuery,
  JobOut,
  JobOutPage,
  PageQuery,
  QueueItemPage,
  QueueQuery,
  ResultsOut,
  Route,
  SnippetBody,
  SnippetEdit,
  SnippetListedPage,
  SnippetOut,
  SnippetsQuery,
  StatsOut,
  SummaryOut,
  User,
  UserPage,
  UsersQuery,
  VerdictBody,
} from '../../net/types.js';

export const getAdminAudit: Route<AuditEntryPage, AuditQuery>;
export const getAdminFeed: Route<JobOutPage, FeedQuery>;
export const postAdminFeedByIdRetry: (id: string) => Route<JobOut>;
export const postAdminSnippets: Route<AddedOut, undefined, AddBody>;
export const postAdminSnippetsCheck: Route<CheckOut, undefined, CheckBody>;
export const getAdminSnippetsExport: Route<ExportOut, ExportQuery>;
export const getAdminSnippetsResults: Route<ResultsOut, SnippetsQuery>;
export const getAdminSnippetsSummary: Route<SummaryOut>;
export const getAdminUsers: Route<UserPage, UsersQuery>;
export const getAdminUsersById: (id: string) => Route<User>;
export const putAdminUsersById: (id: string) => Route<User, undefined, AdminUserBody>;
export const getModerationQueue: Route<QueueItemPage, QueueQuery>;
export const putModerationReportsByKindById: (kind: string, id: string) => Route<ClosedOut, undefined, CloseBody>;
export const getModerationResultsById: (id: string) => Route<CaseOut>;
export const putModerationResultsById: (id: string) => Route<CaseOut, undefined, VerdictBody>;
export const patchSnippets: Route<BulkAnswer, undefined, BulkEdit>;
export const postSnippets: Route<SnippetOut, undefined, SnippetBody>;
export const deleteSnippetsById: (id: string) => Route<null>;
export const getSnippetsById: (id: string) => Route<SnippetOut>;
export const putSnippetsById: (id: string) => Route<SnippetOut, undefined, SnippetEdit>;
export const getSnippetsByIdEstimate: (id: string) => Route<EstimateOut>;
export const postSnippetsByIdRollback: (id: string) => Route<SnippetOut>;
export const getSnippetsByIdStats: (id: string) => Route<StatsOut>;
export const getSnippetsByIdVersions: (id: string) => Route<SnippetListedPage, PageQuery>;
