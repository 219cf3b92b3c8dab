// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

import type {
  Activity,
  BoardQuery,
  DailyOut,
  EndGame,
  FocusOut,
  GameResult,
  GameResultPage,
  GuestQuery,
  HistoryQuery,
  KeysOut,
  LeaderboardOut,
  LeaderboardQuery,
  LoginBody,
  Match,
  MatchList,
  MatchesQuery,
  NewMatch,
  PlayersNow,
  ProfileBody,
  Progress,
  ProgressQuery,
  PublicProfile,
  QuickMatch,
  RatingHistory,
  RegisterBody,
  RegistrationOut,
  Replay,
  Route,
  SeatTaken,
  SettingsBody,
  SettingsOut,
  SnippetListedPage,
  SnippetsQuery,
  StartGame,
  StartedGame,
  Statistics,
  Tokens,
  UnfinishedGames,
  User,
} from './net/types.js';

export const postAuthGuest: Route<Tokens, GuestQuery>;
export const postAuthLogin: Route<Tokens, undefined, LoginBody>;
export const postAuthLogout: Route<null>;
export const postAuthLogoutAll: Route<null>;
export const postAuthRefresh: Route<Tokens>;
export const postAuthRegister: Route<Tokens, undefined, RegisterBody>;
export const getAuthRegistration: Route<RegistrationOut>;
export const getContestsBySlugLive: (slug: string) => Route<string>;
export const getGameCurrent: Route<UnfinishedGames>;
export const getGameDaily: Route<DailyOut>;
export const postGameEnd: Route<GameResult | null, undefined, EndGame>;
export const getGameHistory: Route<GameResultPage, HistoryQuery>;
export const getGameReplayBySessionId: (session_id: string) => Route<Replay>;
export const getGameResultById: (id: string) => Route<GameResult>;
export const postGameStart: Route<StartedGame, undefined, StartGame>;
export const getLeaderboard: Route<LeaderboardOut, LeaderboardQuery>;
export const getLeaderboardLive: Route<string, BoardQuery>;
export const getMatches: Route<MatchList, MatchesQuery>;
export const postMatches: Route<Match, undefined, NewMatch>;
export const postMatchesQuick: Route<SeatTaken, undefined, QuickMatch>;
export const getMatchesByCode: (code: string) => Route<Match>;
export const postMatchesByCodeJoin: (code: string) => Route<SeatTaken>;
export const postMatchesByCodeLeave: (code: string) => Route<null>;
export const getMatchesByCodeLive: (code: string) => Route<string>;
export const postMatchesByCodeRematch: (code: string) => Route<SeatTaken>;
export const postMatchesByCodeStart: (code: string) => Route<Match>;
export const getPlayersNow: Route<PlayersNow>;
export const getSnippets: Route<SnippetListedPage, SnippetsQuery>;
export const getUserFocus: Route<FocusOut>;
export const getUserProfile: Route<User>;
export const putUserProfile: Route<User, undefined, ProfileBody>;
export const getUserSettings: Route<SettingsOut>;
export const putUserSettings: Route<SettingsOut, undefined, SettingsBody>;
export const getUserStats: Route<Statistics>;
export const getUsersByUsername: (username: string) => Route<PublicProfile>;
export const getUsersByUsernameActivity: (username: string) => Route<Activity>;
export const getUsersByUsernameKeys: (username: string) => Route<KeysOut>;
export const getUsersByUsernameProgress: (username: string) => Route<Progress, ProgressQuery>;
export const getUsersByUsernameRatings: (username: string) => Route<RatingHistory>;
