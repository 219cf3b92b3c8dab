// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

import type {
  AddBody,
  AddedOut,
  AdminChallenge,
  AdminTrack,
  AdminTracks,
  AdminUserBody,
  AuditEntryPage,
  AuditQuery,
  BulkAnswer,
  BulkEdit,
  CaseOut,
  ChallengeEdit,
  CheckBody,
  CheckOut,
  CloseBody,
  ClosedOut,
  CourseSuggestion,
  DatabaseFigures,
  EstimateOut,
  ExportOut,
  ExportQuery,
  FeedQuery,
  JobOut,
  JobOutPage,
  LessonEdit,
  ModuleEdit,
  NewChallenge,
  NewLesson,
  NewModule,
  NewTrack,
  NewestQuery,
  Order,
  PageQuery,
  Preview,
  Publish,
  QueueItemPage,
  QueueQuery,
  ResultsOut,
  Rollback,
  Route,
  SnippetBody,
  SnippetEdit,
  SnippetListedPage,
  SnippetOut,
  SnippetsQuery,
  StaffTextStretch,
  StatsOut,
  Suggest,
  SummaryOut,
  TextBlocks,
  TrackEdit,
  User,
  UserPage,
  UsersQuery,
  VerdictBody,
} from '../../net/types.js';

export const getAdminAudit: Route<AuditEntryPage, AuditQuery>;
export const postAdminChallengesSuggest: Route<CourseSuggestion, undefined, Suggest>;
export const deleteAdminChallengesById: (id: string) => Route<null>;
export const getAdminChallengesById: (id: string) => Route<AdminChallenge>;
export const putAdminChallengesById: (id: string) => Route<AdminChallenge, undefined, ChallengeEdit>;
export const postAdminChallengesByIdPublish: (id: string) => Route<AdminChallenge, undefined, Publish>;
export const postAdminChallengesByIdRollback: (id: string) => Route<AdminChallenge, undefined, Rollback>;
export const postAdminChallengesByIdUnpublish: (id: string) => Route<AdminChallenge>;
export const getAdminDatabase: Route<DatabaseFigures>;
export const getAdminFeed: Route<JobOutPage, FeedQuery>;
export const postAdminFeedByIdRetry: (id: string) => Route<JobOut>;
export const postAdminLessonsPreview: Route<TextBlocks, undefined, Preview>;
export const deleteAdminLessonsById: (id: string) => Route<AdminTrack>;
export const putAdminLessonsById: (id: string) => Route<AdminTrack, undefined, LessonEdit>;
export const postAdminLessonsByIdChallenges: (id: string) => Route<AdminChallenge, undefined, NewChallenge>;
export const putAdminLessonsByIdChallengesOrder: (id: string) => Route<AdminTrack, undefined, Order>;
export const deleteAdminModulesById: (id: string) => Route<AdminTrack>;
export const putAdminModulesById: (id: string) => Route<AdminTrack, undefined, ModuleEdit>;
export const postAdminModulesByIdLessons: (id: string) => Route<AdminTrack, undefined, NewLesson>;
export const putAdminModulesByIdLessonsOrder: (id: string) => Route<AdminTrack, undefined, Order>;
export const getAdminPosts: Route<StaffTextStretch, NewestQuery>;
export const postAdminSnippets: Route<AddedOut, undefined, AddBody>;
export const postAdminSnippetsCheck: Route<CheckOut, undefined, CheckBody>;
export const getAdminSnippetsExport: Route<ExportOut, ExportQuery>;
export const getAdminSnippetsResults: Route<ResultsOut, SnippetsQuery>;
export const getAdminSnippetsSummary: Route<SummaryOut>;
export const getAdminTracks: Route<AdminTracks>;
export const postAdminTracks: Route<AdminTrack, undefined, NewTrack>;
export const putAdminTracksOrder: Route<null, undefined, Order>;
export const deleteAdminTracksById: (id: string) => Route<null>;
export const getAdminTracksById: (id: string) => Route<AdminTrack>;
export const putAdminTracksById: (id: string) => Route<AdminTrack, undefined, TrackEdit>;
export const postAdminTracksByIdModules: (id: string) => Route<AdminTrack, undefined, NewModule>;
export const putAdminTracksByIdModulesOrder: (id: string) => Route<AdminTrack, undefined, Order>;
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
