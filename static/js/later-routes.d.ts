// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

import type {
  AchievementsOut,
  Activity,
  AddOwnBody,
  AddedCode,
  AnalysisOut,
  AppealBody,
  AssignmentOut,
  AttemptPage,
  BookmarksOut,
  ChallengeBoard,
  ChallengeView,
  CollectionBody,
  CollectionEdit,
  CollectionListedPage,
  CollectionOut,
  CollectionsQuery,
  CommentOut,
  CommentOutStretch,
  CommentsQuery,
  ContestEdit,
  ContestStandingPage,
  ContestView,
  ContestViewPage,
  ContestsQuery,
  CutBody,
  CutOut,
  DeleteAccountBody,
  DevicePage,
  DevicesQuery,
  Export,
  FriendBody,
  FriendsOut,
  Group,
  GroupEdit,
  GroupMember,
  GroupMemberPage,
  GroupPage,
  HideBody,
  HintsShown,
  ImportOut,
  ImportQuery,
  Invitation,
  JoinGroup,
  JourneyOut,
  JudgedText,
  KeysOut,
  LearningOut,
  Likes,
  ListedPlayerPage,
  LongQuery,
  Match,
  MatchList,
  MatchesQuery,
  MemberEdit,
  NewAssignment,
  NewComment,
  NewContest,
  NewGroup,
  NewMatch,
  NewPost,
  NewsQuery,
  NotificationsOut,
  NotificationsQuery,
  OfficialBody,
  OnQuery,
  OpinionsOut,
  OpinionsQuery,
  OwnOpinion,
  OwnReportPage,
  PageQuery,
  PasswordBody,
  PlatformsOut,
  PostOut,
  PostOutStretch,
  PostsQuery,
  Progress,
  ProgressQuery,
  PublicProfile,
  Pupil,
  Pupils,
  QuickMatch,
  RatedPlayerPage,
  RatingHistory,
  RatingsQuery,
  ReadBody,
  Relation,
  RemoveQuery,
  ReportBody,
  ReportOut,
  ResultJourneyOut,
  ReviewOut,
  Route,
  SeatTaken,
  ShareBody,
  ShareEdit,
  SharedReplayListedPage,
  SharedReplayOut,
  SharedReplaysQuery,
  SnippetPage,
  StartedGame,
  TextBody,
  TextEdit,
  TextPreview,
  TimeZoneBody,
  TimeZoneOut,
  Tokens,
  TrackListed,
  TrackListedPage,
  TrackView,
  TracksQuery,
  UnreadOut,
  VoteBody,
  WeakKeysOut,
  WithdrawBody,
} from './net/types.js';

export const getAchievements: Route<AchievementsOut>;
export const getChallengesById: (id: string) => Route<ChallengeView>;
export const getChallengesByIdAttempts: (id: string) => Route<AttemptPage, PageQuery>;
export const postChallengesByIdHint: (id: string) => Route<HintsShown>;
export const getChallengesByIdLeaderboard: (id: string) => Route<ChallengeBoard, PageQuery>;
export const postChallengesByIdStart: (id: string) => Route<StartedGame>;
export const postCodeCut: Route<CutOut, undefined, CutBody>;
export const getCollections: Route<CollectionListedPage, CollectionsQuery>;
export const postCollections: Route<CollectionOut, undefined, CollectionBody>;
export const deleteCollectionsById: (id: string) => Route<null>;
export const getCollectionsById: (id: string) => Route<CollectionOut>;
export const putCollectionsById: (id: string) => Route<CollectionOut, undefined, CollectionEdit>;
export const postCollectionsByIdSnippets: (id: string) => Route<AddedCode, undefined, AddOwnBody>;
export const deleteCollectionsByIdSnippetsBySnippetId: (id: string, snippet_id: string) => Route<null>;
export const postCollectionsByIdWithdraw: (id: string) => Route<null, undefined, WithdrawBody>;
export const deleteCommentsById: (id: string) => Route<null>;
export const putCommentsById: (id: string) => Route<CommentOut, undefined, TextEdit>;
export const deleteCommentsByIdLike: (id: string) => Route<Likes>;
export const putCommentsByIdLike: (id: string) => Route<Likes>;
export const getContests: Route<ContestViewPage, ContestsQuery>;
export const postContests: Route<ContestView, undefined, NewContest>;
export const deleteContestsBySlug: (slug: string) => Route<null>;
export const getContestsBySlug: (slug: string) => Route<ContestView>;
export const putContestsBySlug: (slug: string) => Route<ContestView, undefined, ContestEdit>;
export const postContestsBySlugJoin: (slug: string) => Route<ContestView>;
export const postContestsBySlugLeave: (slug: string) => Route<ContestView>;
export const getContestsBySlugStandings: (slug: string) => Route<ContestStandingPage, PageQuery>;
export const postContestsBySlugStart: (slug: string) => Route<StartedGame>;
export const getFriends: Route<FriendsOut>;
export const deleteFriendsByUsername: (username: string) => Route<null>;
export const putFriendsByUsername: (username: string) => Route<Relation, undefined, FriendBody>;
export const getGameResultByIdAnalysis: (id: string) => Route<AnalysisOut>;
export const getGameResultByIdAppeal: (id: string) => Route<ReviewOut>;
export const postGameResultByIdAppeal: (id: string) => Route<ReviewOut, undefined, AppealBody>;
export const getGameResultByIdJourney: (id: string) => Route<ResultJourneyOut>;
export const getGroups: Route<GroupPage, PageQuery>;
export const postGroups: Route<Group, undefined, NewGroup>;
export const postGroupsJoin: Route<Group, undefined, JoinGroup>;
export const deleteGroupsBySlug: (slug: string) => Route<null>;
export const getGroupsBySlug: (slug: string) => Route<Group>;
export const putGroupsBySlug: (slug: string) => Route<Group, undefined, GroupEdit>;
export const getGroupsBySlugAssignments: (slug: string) => Route<AssignmentOut[]>;
export const postGroupsBySlugAssignments: (slug: string) => Route<AssignmentOut, undefined, NewAssignment>;
export const deleteGroupsBySlugAssignmentsById: (slug: string, id: string) => Route<null>;
export const getGroupsBySlugInviteSvg: (slug: string) => Route<string>;
export const postGroupsBySlugLeave: (slug: string) => Route<null>;
export const getGroupsBySlugMembers: (slug: string) => Route<GroupMemberPage, PageQuery>;
export const deleteGroupsBySlugMembersByUserId: (slug: string, user_id: string) => Route<null, RemoveQuery>;
export const putGroupsBySlugMembersByUserId: (
  slug: string,
  user_id: string,
) => Route<GroupMember, undefined, MemberEdit>;
export const postGroupsBySlugMembersByUserIdPassword: (slug: string, user_id: string) => Route<Pupil>;
export const postGroupsBySlugPupils: (slug: string) => Route<Pupil[], undefined, Pupils>;
export const getGroupsBySlugResultsCsv: (slug: string) => Route<string>;
export const getMatches: Route<MatchList, MatchesQuery>;
export const postMatches: Route<Match, undefined, NewMatch>;
export const postMatchesQuick: Route<SeatTaken, undefined, QuickMatch>;
export const getMatchesByCode: (code: string) => Route<Match>;
export const postMatchesByCodeInvite: (code: string) => Route<null, undefined, Invitation>;
export const postMatchesByCodeJoin: (code: string) => Route<SeatTaken>;
export const postMatchesByCodeLeave: (code: string) => Route<null>;
export const getMatchesByCodeLive: (code: string) => Route<string>;
export const postMatchesByCodeRematch: (code: string) => Route<SeatTaken>;
export const postMatchesByCodeStart: (code: string) => Route<Match>;
export const putModerationTextsByKindById: (kind: string, id: string) => Route<JudgedText, undefined, TextBody>;
export const getNotifications: Route<NotificationsOut, NotificationsQuery>;
export const getNotificationsLive: Route<string, NewsQuery>;
export const postNotificationsRead: Route<UnreadOut, undefined, ReadBody>;
export const getOpinions: Route<OpinionsOut, OpinionsQuery>;
export const getPosts: Route<PostOutStretch, PostsQuery>;
export const postPosts: Route<PostOut, OnQuery, NewPost>;
export const postPostsPreview: Route<TextPreview, undefined, NewPost>;
export const deletePostsById: (id: string) => Route<null>;
export const getPostsById: (id: string) => Route<PostOut>;
export const putPostsById: (id: string) => Route<PostOut, undefined, TextEdit>;
export const getPostsByIdComments: (id: string) => Route<CommentOutStretch, CommentsQuery>;
export const postPostsByIdComments: (id: string) => Route<CommentOut, undefined, NewComment>;
export const deletePostsByIdLike: (id: string) => Route<Likes>;
export const putPostsByIdLike: (id: string) => Route<Likes>;
export const getRatings: Route<RatedPlayerPage, RatingsQuery>;
export const getReplays: Route<SharedReplayListedPage, SharedReplaysQuery>;
export const postReplays: Route<SharedReplayOut, undefined, ShareBody>;
export const deleteReplaysById: (id: string) => Route<null>;
export const getReplaysById: (id: string) => Route<SharedReplayOut>;
export const putReplaysById: (id: string) => Route<SharedReplayOut, undefined, ShareEdit>;
export const postReplaysByIdHide: (id: string) => Route<null, undefined, HideBody>;
export const putReplaysByIdOfficial: (id: string) => Route<null, undefined, OfficialBody>;
export const getReplaysByIdPicturePng: (id: string) => Route<string>;
export const getReports: Route<OwnReportPage, PageQuery>;
export const postReports: Route<ReportOut, undefined, ReportBody>;
export const deleteSnippetsByIdBookmark: (id: string) => Route<null>;
export const putSnippetsByIdBookmark: (id: string) => Route<OwnOpinion>;
export const getSnippetsByIdPage: (id: string) => Route<SnippetPage>;
export const putSnippetsByIdVote: (id: string) => Route<OwnOpinion, undefined, VoteBody>;
export const getTracks: Route<TrackListedPage, TracksQuery>;
export const getTracksBySlug: (slug: string) => Route<TrackView>;
export const deleteTracksBySlugEnroll: (slug: string) => Route<null>;
export const postTracksBySlugEnroll: (slug: string) => Route<TrackListed>;
export const deleteUserAccount: Route<null, undefined, DeleteAccountBody>;
export const getUserBookmarks: Route<BookmarksOut, PageQuery>;
export const getUserExport: Route<Export>;
export const getUserJourney: Route<JourneyOut>;
export const putUserPassword: Route<Tokens, undefined, PasswordBody>;
export const getUserPlatforms: Route<PlatformsOut>;
export const deleteUserPlatformsByPlatform: (platform: string) => Route<null>;
export const putUserPlatformsByPlatform: (platform: string) => Route<ImportOut, ImportQuery, Blob>;
export const getUserProgress: Route<LearningOut>;
export const deleteUserSessions: Route<null, DevicesQuery>;
export const getUserSessions: Route<DevicePage, PageQuery>;
export const putUserTimeZone: Route<TimeZoneOut, undefined, TimeZoneBody>;
export const getUserWeakKeys: Route<WeakKeysOut>;
export const getUsersByUsername: (username: string) => Route<PublicProfile>;
export const getUsersByUsernameActivity: (username: string) => Route<Activity>;
export const deleteUsersByUsernameFollow: (username: string) => Route<null>;
export const putUsersByUsernameFollow: (username: string) => Route<null>;
export const getUsersByUsernameFollowers: (username: string) => Route<ListedPlayerPage, LongQuery>;
export const getUsersByUsernameFollowing: (username: string) => Route<ListedPlayerPage, LongQuery>;
export const getUsersByUsernameJourney: (username: string) => Route<JourneyOut>;
export const getUsersByUsernameKeys: (username: string) => Route<KeysOut>;
export const getUsersByUsernameProgress: (username: string) => Route<Progress, ProgressQuery>;
export const getUsersByUsernameRatings: (username: string) => Route<RatingHistory>;
