/**
 * What the server answers, as its OpenAPI document (GET /api/openapi.json) says; the names are its own.
 */

export interface ActivityOut {
  first_day: string;
  last_day: string;
  days: DayOut[];
}

export interface AddedOut {
  ids: string[];
}

export interface AnalysisOut {
  result_id: string;
  end_ms: number;
  typing: TypingResultOut;
  series: SeriesOut;
  waves_total: number;
  marks: MarkOut[];
  waves: WaveOut[];
  keys: RankedKeysOut;
  pairs: RankedKeysOut;
  own: OwnOut | null;
}

export interface BestOut {
  measure: 'final_score' | 'words_per_minute' | 'accuracy_percentage' | 'waves_completed' | 'max_combo';
  scope: 'all' | 'kind';
  value: number;
  previous: number;
}

export interface BestResult {
  id: string;
  session_id: string;
  language: Language;
  difficulty: Difficulty;
  final_score: number;
  words_per_minute: number;
  accuracy_percentage: number;
  waves_completed: number;
  enemies_killed: number;
  max_combo: number;
  playtime_seconds: number;
  ended_at: string;
}

export interface BestsOut {
  counts: boolean;
  earlier: EarlierOut;
  new: BestOut[];
}

export interface Bucket {
  language: Language;
  difficulty: Difficulty;
  published: number;
  draft: number;
  retired: number;
  least_drawn: number;
  most_drawn: number;
}

export interface BulkAnswer {
  matched: number;
  changed: number;
}

export interface CategoryCount {
  language: Language;
  category: string;
  snippets: number;
}

export interface CharacterStats {
  character: string;
  due: number;
  missed: number;
  missed_percentage: number;
  mean_ms: number | null;
}

export interface CheckOut {
  snippet_text: string;
  faults: Fault[];
  words: [number, number, string][];
  enemies: [number, number][];
  measures: MeasuresOut | null;
  near_duplicates: NearDuplicate[];
}

export interface DayOut {
  day: string;
  games: number;
  playtime_seconds: number;
}

export type Difficulty = 'EASY' | 'NORMAL' | 'HARD' | 'EXPERT';

export interface EarlierOut {
  all: number;
  kind: number;
}

export interface EntryOut {
  rank: number;
  user_id: string;
  username: string;
  display_name: string;
  value: number;
  ended_at: string;
  result_id: string;
  session_id: string;
  replays_public: boolean;
}

export interface EstimateOut {
  id: string;
  expected_wpm: number;
  model_wpm: number;
  suggested_wpm: number | null;
  games: number;
  games_needed: number;
  players: number;
  players_needed: number;
}

export interface Export {
  exported_at: string;
  profile: User;
  settings: Record<string, unknown>;
  statistics: Statistics;
  game_sessions: Record<string, unknown>[];
  game_results: Record<string, unknown>[];
  typing_sessions: Record<string, unknown>[];
  typing_results: Record<string, unknown>[];
  sign_ins: Record<string, unknown>[];
}

export interface ExportOut {
  items: SnippetListed[];
  total: number;
}

export interface Fault {
  pointer: string;
  code: string;
  detail: string;
  line: number;
  column: number;
}

export interface GameOut {
  ended_at: string;
  language: Language;
  difficulty: Difficulty;
  final_score: number;
  words_per_minute: number;
  accuracy_percentage: number;
  net_wpm: number;
  key_accuracy_percentage: number;
}

export interface HistoryOut {
  items: ResultOut[];
  page: number;
  per_page: number;
  total: number;
}

export interface KeyFigureOut {
  key: string;
  presses: number;
  errors: number;
  missed: number;
  timed: number;
  mean_ms: number | null;
}

export interface KeyOut {
  key: string;
  presses: number;
  errors: number;
  mean_ms: number | null;
}

export interface KeysOut {
  shown: boolean;
  games: number;
  keys: KeyOut[];
}

export type Language = 'PYTHON' | 'REACT' | 'JAVASCRIPT' | 'TYPESCRIPT';

export interface LanguageOut {
  language: Language;
  total_games: number;
  total_playtime_sec: number;
  best_score: number;
  best_wpm: number;
  avg_wpm: number;
  avg_accuracy: number;
  last_ended_at: string;
}

export interface LeaderboardOut {
  metric: Metric;
  period: Period;
  language: Language | null;
  difficulty: Difficulty | null;
  total: number;
  as_of: string;
  source: 'redis' | 'postgres';
  version: number | null;
  entries: EntryOut[];
  me: EntryOut | null;
}

export interface MarkOut {
  number: number;
  start_ms: number;
  cleared_ms: number | null;
}

export interface MeasuresOut {
  keys: number;
  token_count: number;
  nesting_depth: number;
  symbol_share: number;
  figure: number;
  difficulty: Difficulty;
  expected_wpm: number;
}

export type Metric = 'score' | 'wpm';

export interface MistakeOut {
  offset: number;
  errors: number;
  keys: string;
}

export interface NearDuplicate {
  id: string;
  difficulty: Difficulty;
  category: string;
  state: State;
  alikeness: number;
}

export interface OwnOut {
  bests: BestsOut;
  ranks: RankMoveOut[] | null;
}

export type Period = 'all' | 'week' | 'day';

export interface Played {
  id: string;
  plays: number;
  finished: number;
  mean_accuracy: number | null;
  mean_wpm: number | null;
  speed_ratio: number | null;
  worst_characters: CharacterStats[];
}

export interface PlayerNow {
  username: string;
  display_name: string;
  language: Language;
  difficulty: Difficulty;
  wave: number;
}

export interface PlayersNow {
  total: number;
  guests: number;
  players: PlayerNow[];
}

export interface ProgressOut {
  languages: LanguageOut[];
  games: GameOut[];
}

export interface PublicProfile {
  id: string;
  username: string;
  display_name: string;
  role: Role;
  is_guest: boolean;
  created_at: string;
  statistics: Statistics;
  best_results: BestResult[];
}

export interface RankMoveOut {
  metric: 'score' | 'wpm';
  language: Language | null;
  difficulty: Difficulty | null;
  before: number | null;
  now: number;
}

export interface RankedKeysOut {
  slowest: KeyFigureOut[];
  mistyped: KeyFigureOut[];
}

export interface ReplayOut {
  result: ResultOut;
  typing_result: TypingResultOut;
  totals: TotalsOut;
  key_log: Record<string, unknown>;
}

export interface ResultOut {
  id: string;
  session_id: string;
  user_id: string;
  username: string;
  display_name: string;
  language: string;
  difficulty: string;
  started_at: string;
  final_score: number;
  waves_completed: number;
  enemies_killed: number;
  accuracy_percentage: number;
  words_per_minute: number;
  total_words_typed: number;
  correct_words: number;
  incorrect_words: number;
  max_combo: number;
  total_damage_dealt: number;
  total_damage_taken: number;
  playtime_seconds: number;
  end_reason: string;
  verdict: string;
  ranked: boolean;
  unranked_reason: string | null;
  pauses: number;
  paused_ms: number;
  ghost_of: string | null;
  ended_at: string;
  created_at: string;
  score_parts: ScorePartsOut;
}

export interface ResultsOut {
  games_looked_at: number;
  items: Played[];
}

export type Role = 'PLAYER' | 'MODERATOR' | 'ADMIN';

export interface ScorePartsOut {
  words: number;
  enemies: number;
  waves: number;
  combo: number;
  accuracy: number;
  speed: number;
}

export interface SeriesOut {
  every_s: number;
  raw_wpm: number[];
  errors: number[];
}

export interface SettingsOut {
  theme?: 'system' | 'dark' | 'light' | 'contrast';
  font_size?: number;
  caret?: 'block' | 'bar' | 'underline';
  sound?: boolean;
  volume?: number;
  reduced_motion?: boolean;
  keyboard?: 'qwerty' | 'qwertz' | 'azerty' | 'dvorak' | 'colemak';
  language?: 'PYTHON' | 'REACT' | 'JAVASCRIPT' | 'TYPESCRIPT' | '' | null;
  difficulty?: 'EASY' | 'NORMAL' | 'HARD' | 'EXPERT' | '' | null;
  replays_public?: boolean;
  chosen: string[];
}

export interface SignIn {
  id: string;
  user_agent: string;
  created_at: string;
  last_used_at: string;
  expires_at: string;
  current: boolean;
}

export interface SignIns {
  items: SignIn[];
  page: number;
  per_page: number;
  total: number;
}

export interface SnippetListed {
  id: string;
  language: Language;
  difficulty: Difficulty;
  category: string;
  snippet_text: string;
  token_count: number;
  expected_wpm: number;
  is_active: boolean;
  usage_count: number;
  content_hash: string;
  source: string;
  license: string;
  version: number;
  is_latest: boolean;
  supersedes_id: string | null;
  published_at: string | null;
  state: State;
  created_at: string;
  updated_at: string;
}

export interface SnippetOut {
  id: string;
  language: Language;
  difficulty: Difficulty;
  category: string;
  snippet_text: string;
  token_count: number;
  expected_wpm: number;
  is_active: boolean;
  usage_count: number;
  content_hash: string;
  source: string;
  license: string;
  version: number;
  is_latest: boolean;
  supersedes_id: string | null;
  published_at: string | null;
  state: State;
  created_at: string;
  updated_at: string;
  words: [number, number, string][];
}

export interface SnippetPage {
  items: SnippetListed[];
  page: number;
  per_page: number;
  total: number;
}

export interface StartedGame {
  session_id: string;
  session_token: string;
  socket: string;
  protocol: string;
  language: Language;
  difficulty: Difficulty;
  focus: string[] | null;
  ghost_of: string | null;
  started_at: string;
}

export type State = 'DRAFT' | 'PUBLISHED' | 'RETIRED' | 'SUPERSEDED';

export interface Statistics {
  id: string;
  user_id: string;
  total_games: number;
  total_playtime_sec: number;
  best_score: number;
  best_wpm: number;
  avg_wpm: number;
  avg_accuracy: number;
  total_words_typed: number;
  total_enemies_killed: number;
  highest_wave: number;
  favorite_language: Language | null;
  created_at: string;
  updated_at: string;
}

export interface StatsOut {
  id: string;
  version: number;
  expected_wpm: number;
  usage_count: number;
  games_looked_at: number;
  plays: number;
  finished: number;
  mean_accuracy: number | null;
  mean_wpm: number | null;
  speed_ratio: number | null;
  worst_characters: CharacterStats[];
}

export interface SummaryOut {
  buckets: Bucket[];
  categories: CategoryCount[];
}

export interface Tokens {
  user: User;
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
}

export interface TotalsOut {
  correct_words: number;
  incorrect_words: number;
  enemies_killed: number;
  waves_completed: number;
  max_combo: number;
  damage_dealt: number;
  damage_taken: number;
  keys_pressed: number;
  keys_correct: number;
}

export interface TypingResultOut {
  total_keys_pressed: number;
  correct_keys: number;
  incorrect_keys: number;
  accuracy_percentage: number;
  keys_per_minute: number;
  net_wpm: number;
  raw_wpm: number;
  consistency: number;
  duration_seconds: number;
}

export interface UnfinishedGames {
  sessions: StartedGame[];
}

export interface User {
  id: string;
  username: string;
  email: string | null;
  display_name: string;
  role: Role;
  is_active: boolean;
  is_guest: boolean;
  replays_public: boolean;
  last_login_at: string | null;
  created_at: string;
  updated_at: string;
}

export interface Users {
  items: User[];
  page: number;
  per_page: number;
  total: number;
}

export interface WaveOut {
  number: number;
  snippet_id: string;
  version: number;
  language: string;
  text: string;
  words: [number, number, string][];
  start_ms: number;
  cleared_ms: number | null;
  typed_to: number;
  keys_right: number;
  keys_wrong: number;
  mistakes: MistakeOut[];
}
