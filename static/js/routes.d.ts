// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

import type {
  BoardQuery,
  DailyOut,
  EndGame,
  FocusOut,
  GameResult,
  GameResultPage,
  GuestQuery,
  HistoryQuery,
  LeaderboardOut,
  LeaderboardQuery,
  LoginBody,
  PlayersNow,
  ProfileBody,
  RegisterBody,
  RegistrationOut,
  Replay,
  Route,
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
export const getPlayersNow: Route<PlayersNow>;
export const getSnippets: Route<SnippetListedPage, SnippetsQuery>;
export const getUserFocus: Route<FocusOut>;
export const getUserProfile: Route<User>;
export const putUserProfile: Route<User, undefined, ProfileBody>;
export const getUserSettings: Route<SettingsOut>;
export const putUserSettings: Route<SettingsOut, undefined, SettingsBody>;
export const getUserStats: Route<Statistics>;
