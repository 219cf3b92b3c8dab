// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

import type { Difficulty, Language, Metric, Mode, Period } from '../terms.js';

export type { Difficulty, Language, Metric, Mode, Period };

/** Why a game ended. */
export type EndReason = 'defeated' | 'quit' | 'abandoned' | 'limit' | 'cleared' | 'time' | 'closed';

/** Where a match is on its way. It follows from its times. */
export type MatchState = 'OPEN' | 'COUNTDOWN' | 'RUNNING' | 'OVER';

/** Where a contest is on its way. It follows from its times. */
export type ContestState = 'UPCOMING' | 'RUNNING' | 'CLOSING' | 'OVER';

/** Who finds a match: everybody in the list of open ones, or those who were given its code. */
export type Visibility = 'PUBLIC' | 'LINK';

/** What a rating is of; each is reckoned by itself. */
export type RatingKind = 'RACE' | 'CONTEST';

/** A trainer from which a player can bring their history. */
export type Platform = 'MONKEYTYPE' | 'KEYBR';

/** Whether a result is taken for honest. Only a moderator gives the last two. */
export type Verdict = 'clean' | 'flagged' | 'approved' | 'rejected';

/** Who reads a post or a comment. */
export type PostState = 'VISIBLE' | 'WAITING' | 'HIDDEN' | 'DELETED';

/** What an account may do. PostgreSQL calls it UserRole. */
export type Role = 'PLAYER' | 'ADMIN' | 'MODERATOR';

/** Who may join a group: whoever has its address, whoever has its code, or nobody by themselves. */
export type GroupJoin = 'OPEN' | 'CODE' | 'CLOSED';

/** What a member may do in a group. There is one owner; owners can do all that teachers can. */
export type GroupRole = 'OWNER' | 'TEACHER' | 'MEMBER';

/** How one player stands to another. */
export type FriendStatus = 'REQUESTED' | 'ACCEPTED' | 'DECLINED' | 'BLOCKED';

/** Who may ask a player to become friends. */
export type FriendRequestsFrom = 'EVERYBODY' | 'FOLLOWED' | 'NOBODY';

/** Who may see that a player is playing. */
export type PlayingShownTo = 'EVERYBODY' | 'FRIENDS' | 'NOBODY';

/** How far a player is with a challenge. */
export type ProgressStatus = 'NOT_STARTED' | 'IN_PROGRESS' | 'COMPLETED';

/** What a challenge may ask of an attempt. */
export type ChallengeGoal = 'FINISHED' | 'MIN_ACCURACY' | 'MIN_NET_WPM' | 'MAX_WRONG_KEYS';

/** How far a player has got with a topic, which is a category of a language. */
export type TopicState = 'UNMET' | 'STARTED' | 'MASTERED';

/** Why a topic is suggested. */
export type TopicReason = 'WEAK' | 'UNMET' | 'OLDEST';

/** What somebody is told of. */
export type NotificationKind =
  | 'FRIEND_REQUEST'
  | 'FRIEND_ACCEPTED'
  | 'FOLLOWED'
  | 'INVITED'
  | 'ANSWER'
  | 'OVERTAKEN'
  | 'ACHIEVEMENT'
  | 'CONTEST_SOON'
  | 'ASSIGNMENT_DUE'
  | 'VERDICT';

/** What an achievement asks for `requirement_value` of. Where nothing else is said, of games that count. */
export type RequirementType =
  | 'GAMES'
  | 'RIGHT_KEYS'
  | 'MINUTES'
  | 'WAVES'
  | 'ENEMIES'
  | 'EXPERT_WAVES'
  | 'WAVES_IN_A_GAME'
  | 'UNHURT_WAVES'
  | 'SCORE'
  | 'NET_WPM'
  | 'COMBO'
  | 'FLAWLESS_WORDS'
  | 'ACCURATE_GAMES'
  | 'LANGUAGES'
  | 'DAYS'
  | 'STREAK'
  | 'RETURN'
  | 'NIGHT_GAMES'
  | 'MORNING_GAMES'
  | 'LEVEL'
  | 'SPRINTS'
  | 'DAILIES'
  | 'RACES'
  | 'RACES_WON'
  | 'CONTESTS'
  | 'CONTESTS_WON'
  | 'CHALLENGES'
  | 'PRACTICE_MINUTES';

/** How hard an achievement is meant to be. How many players have it is counted. */
export type Rarity = 'COMMON' | 'UNCOMMON' | 'RARE' | 'EPIC' | 'LEGENDARY';

/** What a word of a snippet is by its syntax, which decides its colour. */
export type WordClass =
  | 'keyword'
  | 'name'
  | 'type'
  | 'function'
  | 'string'
  | 'number'
  | 'comment'
  | 'operator'
  | 'punctuation'
  | 'tag'
  | 'text';

/** A route with its address filled in, as `Api.call` takes it. It has a method and a path; the rest are types alone. */
export interface Route<Answer, Query = undefined, Body = undefined> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  answer?: Answer;
  query?: Query;
  body?: Body;
}

/** A field left out or empty means any. `user_id` is who did it; `since` is inclusive, `until` is not. */
export interface AuditQuery {
  page?: number;
  per_page?: number;
  after?: string | '';
  user_id?: string | '';
  entity_type?: string;
  entity_id?: string;
  action?: string;
  since?: string | '';
  until?: string | '';
}

/**
 * Which board. Of sprints there is one for each `seconds` (60 when not given), by `net_wpm`; of dailies one for each
 * day, by `score` or `net_wpm`. When they are not given, the metric is `net_wpm` for sprints and `score` for other
 * games, and the period is the day for dailies and all time for other games.
 */
export interface BoardQuery {
  mode?: string;
  seconds?: string;
  metric?: string;
  period?: string;
  language?: string;
  difficulty?: string;
}

/** `mine`: the caller's own, the newest first; otherwise what is public, the most played first. */
export interface CollectionsQuery {
  page?: number;
  per_page?: number;
  mine?: boolean;
  language?: string;
}

/** `after`: `next` of the comments before. */
export interface CommentsQuery {
  after?: string;
  per_page?: number;
}

/** RUNNING has those that are CLOSING, too. `group`: of that group alone. */
export interface ContestsQuery {
  page?: number;
  per_page?: number;
  state?: string;
  group?: string;
}

/** Which devices to sign out: the one with this id, all but the caller's, or all. */
export interface DevicesQuery {
  id?: string;
  others?: string;
}

/** All of the latest versions that the filters let through. */
export interface ExportQuery {
  language?: string;
  difficulty?: string;
  category?: string;
  is_active?: boolean | '';
  state?: string;
  disliked?: boolean | '';
  q?: string;
  sort?: string;
}

/** `?queue=boards&dead=true`; a field left out means any. */
export interface FeedQuery {
  page?: number;
  per_page?: number;
  queue?: string;
  dead?: string;
}

/**
 * `is_bot`: a program plays. `resume`: whoever the refresh cookie still signs in comes back instead. A new guest's
 * cookie would replace theirs.
 */
export interface GuestQuery {
  is_bot?: string;
  resume?: string;
}

export interface HistoryQuery {
  page?: number;
  per_page?: number;
  after?: string | '';
  language?: string;
  difficulty?: string;
  ranked?: string;
}

/** `handle`: what the player is called there; it is shown to them alone. */
export interface ImportQuery {
  handle?: string | '';
}

/**
 * `day` is that of a daily, today's when it is not given. `offset` counts places from the first; with `around=me` the
 * page is centred on the caller instead.
 */
export interface LeaderboardQuery {
  mode?: string;
  seconds?: string;
  metric?: string;
  period?: string;
  language?: string;
  difficulty?: string;
  day?: string;
  limit?: number;
  offset?: number;
  /** the slug of a group of yours: its members alone are compared, by the names that it gives them */
  group?: string;
  friends?: string;
  around?: string;
}

/** Of a list by a time and an id. */
export interface LongQuery {
  page?: number;
  per_page?: number;
  after?: string | '';
}

/**
 * Public matches are OPEN ones when no state is given, or all with `live`; those of a `group` of yours are in any state
 * then.
 */
export interface MatchesQuery {
  state?: string;
  /** without a state: public matches that have begun too */
  live?: boolean;
  /** the slug of a group of yours */
  group?: string;
}

/** `after`: `next` of those before. `state`: in that state alone. */
export interface NewestQuery {
  state?: string;
  after?: string;
  per_page?: number;
}

/** Which board to follow too, with `follow`; none without. */
export interface NewsQuery {
  mode?: string;
  seconds?: string;
  metric?: string;
  period?: string;
  language?: string;
  difficulty?: string;
  /** the stream carries the events of this board as well */
  follow?: boolean;
}

export interface NotificationsQuery {
  page?: number;
  per_page?: number;
  after?: string | '';
}

export interface OnQuery {
  /** snippet:ID, contest:SLUG or replay:ID */
  on: string;
}

/** `snippets`: ids with commas between them. */
export interface OpinionsQuery {
  snippets: string;
}

/** `?page=1&per_page=20`. The bound on page keeps OFFSET within a bigint and a scan within reason. */
export interface PageQuery {
  page?: number;
  per_page?: number;
}

/** `after`: `next` of the posts before. */
export interface PostsQuery {
  /** snippet:ID, contest:SLUG or replay:ID */
  on: string;
  after?: string;
  per_page?: number;
}

export interface ProgressQuery {
  language?: string;
}

/** A field left out or empty means any; without `sort` the oldest come first. */
export interface QueueQuery {
  page?: number;
  per_page?: number;
  cause?: string;
  kind?: string;
  sort?: string;
}

/** Which board. */
export interface RatingsQuery {
  page?: number;
  per_page?: number;
  after?: string | '';
  kind?: string;
}

/** `delete_account` also deletes an account that the group made. */
export interface RemoveQuery {
  delete_account?: string;
}

/** `result`: the one that shows this game. `by`: those of the player of this name. */
export interface SharedReplaysQuery {
  page?: number;
  per_page?: number;
  language?: string;
  result?: string;
  by?: string | '';
}

/** A page of the latest versions that the filters let through. */
export interface SnippetsQuery {
  page?: number;
  per_page?: number;
  language?: string;
  difficulty?: string;
  category?: string;
  is_active?: boolean | '';
  state?: string;
  disliked?: boolean | '';
  q?: string;
  sort?: string;
}

export interface TracksQuery {
  page?: number;
  per_page?: number;
  language?: string;
}

/** `search` matches parts of usernames, display names and, for admins, emails, in any case. */
export interface UsersQuery {
  page?: number;
  per_page?: number;
  after?: string | '';
  search?: string;
  role?: string;
  is_active?: string;
  is_guest?: string;
  is_bot?: string;
}

/** The `code` of a refusal. */
export type ProblemCode =
  | 'account/already-registered'
  | 'account/email-taken'
  | 'account/guest'
  | 'account/invite-required'
  | 'account/invite-wrong'
  | 'account/last-admin'
  | 'account/new'
  | 'account/no-such-player'
  | 'account/no-such-session'
  | 'account/no-such-user'
  | 'account/password-needed'
  | 'account/registration-closed'
  | 'account/username-taken'
  | 'account/wrong-password'
  | 'auth/busy'
  | 'auth/expired-token'
  | 'auth/forbidden'
  | 'auth/foreign-origin'
  | 'auth/invalid-refresh'
  | 'auth/invalid-token'
  | 'auth/password-change-required'
  | 'auth/refresh-reused'
  | 'auth/required'
  | 'auth/wrong-credentials'
  | 'collection/busy'
  | 'collection/empty'
  | 'collection/full'
  | 'collection/no-such-snippet'
  | 'collection/not-found'
  | 'collection/not-public'
  | 'collection/too-many'
  | 'collection/too-much'
  | 'collection/withdrawn'
  | 'contest/begun'
  | 'contest/choosing'
  | 'contest/guest'
  | 'contest/no-such-contest'
  | 'contest/not-begun'
  | 'contest/over'
  | 'contest/played'
  | 'contest/snippet-taken'
  | 'contest/staff'
  | 'contest/staff-only'
  | 'contest/times'
  | 'contest/too-few-snippets'
  | 'contest/too-many'
  | 'contest/too-many-viewers'
  | 'contest/wrong-snippet'
  | 'course/changed'
  | 'course/no-draft'
  | 'course/no-goals'
  | 'course/no-more-hints'
  | 'course/no-such-challenge'
  | 'course/no-such-lesson'
  | 'course/no-such-module'
  | 'course/no-such-track'
  | 'course/no-such-version'
  | 'course/not-published'
  | 'course/order'
  | 'course/snippet-taken'
  | 'course/too-many'
  | 'course/wrong-snippet'
  | 'discussion/closed'
  | 'discussion/full'
  | 'discussion/hidden'
  | 'discussion/no-such-comment'
  | 'discussion/no-such-post'
  | 'discussion/no-such-subject'
  | 'discussion/not-yours'
  | 'discussion/own'
  | 'discussion/said-already'
  | 'discussion/too-late'
  | 'feed/no-such-job'
  | 'friends/asked-lately'
  | 'friends/declined'
  | 'friends/guest'
  | 'friends/no-request'
  | 'friends/no-requests-wanted'
  | 'friends/no-such-friend'
  | 'friends/robot'
  | 'friends/they-have-too-many'
  | 'friends/too-many'
  | 'friends/yourself'
  | 'game/keys-archived'
  | 'game/not-found'
  | 'game/unreadable'
  | 'group/full'
  | 'group/guest'
  | 'group/keeps-role'
  | 'group/last-teacher'
  | 'group/no-such-assignment'
  | 'group/no-such-group'
  | 'group/no-such-member'
  | 'group/not-managed'
  | 'group/owner-only'
  | 'group/teachers-only'
  | 'group/too-many-assignments'
  | 'group/too-many-groups'
  | 'journey/too-many-time-zones'
  | 'journey/unknown-time-zone'
  | 'leaderboard/no-board'
  | 'leaderboard/too-many-viewers'
  | 'moderation/already-appealed'
  | 'moderation/already-reported'
  | 'moderation/no-report'
  | 'moderation/no-such-object'
  | 'moderation/no-such-result'
  | 'moderation/no-such-text'
  | 'moderation/nothing-to-appeal'
  | 'moderation/own-game'
  | 'moderation/own-object'
  | 'moderation/text-changed'
  | 'notification/too-many-streams'
  | 'platforms/nothing-imported'
  | 'platforms/unreadable'
  | 'play/match-alone'
  | 'play/match-full'
  | 'play/match-joined'
  | 'play/match-not-over'
  | 'play/match-over'
  | 'play/match-started'
  | 'play/no-game'
  | 'play/no-ghost'
  | 'play/no-match'
  | 'play/no-seat'
  | 'play/no-snippets'
  | 'play/not-host'
  | 'play/not-the-ghosts'
  | 'play/saving'
  | 'play/too-many-games'
  | 'play/too-many-viewers'
  | 'play/wrong-token'
  | 'replay/already-shared'
  | 'replay/hidden'
  | 'replay/not-found'
  | 'replay/not-ranked'
  | 'replay/too-many'
  | 'request/bad-json'
  | 'request/cut-off'
  | 'request/invalid'
  | 'request/media-type'
  | 'request/rate-limited'
  | 'request/too-large'
  | 'request/too-slow'
  | 'server/error'
  | 'server/unavailable'
  | 'snippet/changed'
  | 'snippet/duplicate'
  | 'snippet/no-bookmarks'
  | 'snippet/no-such-snippet'
  | 'snippet/not-found'
  | 'snippet/refused'
  | 'snippet/superseded'
  | 'snippet/too-many-bookmarks';

/** `reached` is how far the caller has got with `requirement_value`; null without one, like `unlocked_at`. */
export interface AchievementOut {
  slug: string;
  name: string;
  description: string;
  icon: string;
  rarity: Rarity;
  points_reward: number;
  share: number;
  requirement_type: RequirementType;
  requirement_value: number;
  reached: number | null;
  unlocked_at: string | null;
}

/** All that can be earned, and `players`, of whom the shares are. */
export interface AchievementsOut {
  players: number;
  achievements: AchievementOut[];
}

/** Keys up to `s` are applied, those up to `d` are durable; cursor `p`, combo `c`. */
export interface AckFrame {
  t: 'a';
  s: number;
  d: number;
  p: number;
  c: number;
  hp: number;
}

/**
 * A year of UTC days up to today; `days` holds those with a game, the oldest first, `dailies` those whose daily was
 * played to its end, in whichever language.
 */
export interface Activity {
  first_day: string;
  last_day: string;
  days: Day[];
  dailies: string[];
}

/** Many new snippets. All or none. */
export interface AddBody {
  snippets: SnippetBody[];
}

/** Code of the collection's language. All or none; what is in the collection already is passed over. */
export interface AddOwnBody {
  snippets: OwnSnippet[];
}

/** How many snippets were added, and how many were there already. */
export interface AddedCode {
  added: number;
  known: number;
  collection: CollectionOut;
}

/** The new ids, in the order of the request. */
export interface AddedOut {
  ids: string[];
}

/** A challenge with all of its versions, the newest first. */
export interface AdminChallenge {
  id: string;
  slug: string;
  track: TrackOfChallenge;
  lesson: LessonOfChallenge;
  place: number;
  published_version: number | null;
  attempts: number;
  completed: number;
  versions: ChallengeVersion[];
}

/**
 * `title`, `difficulty` and `keys` are those of the latest version. `published_version` is null while players do not
 * see it.
 */
export interface AdminChallengeListed {
  id: string;
  slug: string;
  title: string;
  place: number;
  published_version: number | null;
  latest_version: number;
  has_draft: boolean;
  difficulty: Difficulty;
  keys: number;
  attempts: number;
  completed: number;
}

/** `text` is the Markdown. */
export interface AdminLesson {
  id: string;
  slug: string;
  title: string;
  text: string;
  place: number;
  challenges: AdminChallengeListed[];
}

export interface AdminModule {
  id: string;
  slug: string;
  title: string;
  description: string;
  place: number;
  lessons: AdminLesson[];
}

/** A whole track, drafts too. */
export interface AdminTrack {
  track: AdminTrackListed;
  modules: AdminModule[];
}

/** A track, published or not. `challenges` are those of it that are published. */
export interface AdminTrackListed {
  id: string;
  slug: string;
  title: string;
  language: Language;
  description: string;
  place: number;
  is_published: boolean;
  challenges: number;
  enrolled: number;
  created_at: string;
  updated_at: string;
}

export interface AdminTracks {
  tracks: AdminTrackListed[];
}

export interface AdminUserBody {
  username?: string | null;
  role?: Role | null;
  is_active?: boolean | null;
  is_bot?: boolean | null;
  display_name?: string | null;
  password?: string | null;
}

/**
 * `wall` is its HP at the end of each point of `series`. `fall` says why the game was lost; null if it was not, or if
 * its waves do not say what they asked for. `marks` place the waves in time; beyond 600 waves, only every n-th has one.
 * `waves` are all of them, or the 40 with the most wrong keys. `own` is null for everyone but the player.
 */
export interface AnalysisOut {
  result_id: string;
  end_ms: number;
  typing: TypingMeasures;
  series: Series;
  wall: number[];
  fall: Fall | null;
  waves_total: number;
  marks: Mark[];
  waves: WaveAnalysis[];
  keys: RankedKeys;
  pairs: RankedKeys;
  own: OwnNews | null;
}

export interface AppealBody {
  text: string;
}

/** `progress` is of all members for teachers, and one's own for anybody else. */
export interface AssignmentOut {
  id: string;
  title: string;
  note: string;
  mode: Mode;
  language: Language | null;
  difficulty: Difficulty | null;
  games: number;
  min_net_wpm: number | null;
  min_accuracy: number | null;
  due_at: string | null;
  contest_slug: string | null;
  created_at: string;
  progress: MemberProgress[];
}

/**
 * A game of a challenge. `failed` are the goals that it missed, and `passed` says that it missed none. One that is
 * flagged or rejected by the rules of fair play does not count.
 */
export interface Attempt {
  result_id: string;
  session_id: string;
  version: number;
  passed: boolean;
  failed: ChallengeGoal[];
  counts: boolean;
  final_score: number;
  net_wpm: number;
  key_accuracy_percentage: number;
  wrong_keys: number;
  end_reason: EndReason;
  ended_at: string;
}

/** `total` counts the items of all pages. */
export interface AttemptPage {
  items: Attempt[];
  page: number;
  per_page: number;
  total: number;
}

/**
 * One deed. `user_id` and `username` are null for somebody at the server's command line, whom `metadata` names.
 * `old_values` and `new_values` hold what was changed.
 */
export interface AuditEntry {
  id: string;
  user_id: string | null;
  username: string | null;
  entity_type: string;
  entity_id: string;
  action: string;
  old_values: Record<string, unknown> | null;
  new_values: Record<string, unknown> | null;
  ip_address: string | null;
  user_agent: string;
  metadata: Record<string, unknown>;
  created_at: string;
}

/** `total` counts the items of all pages. `next` asks for the page after this one as `after`; null on the last. */
export interface AuditEntryPage {
  items: AuditEntry[];
  page: number;
  per_page: number;
  total: number;
  next: string | null;
}

/** Whoever wrote something. */
export interface Author {
  id: string;
  username: string;
  display_name: string;
  role: Role;
}

/** `scope`: `all`, or `kind` for the game's own language and difficulty. */
export interface Best {
  measure: 'final_score' | 'net_wpm' | 'key_accuracy_percentage' | 'waves_completed' | 'max_combo';
  scope: 'all' | 'kind';
  value: number;
  previous: number;
}

/** A ranked game: columns of its result and of its session. */
export interface BestResult {
  net_wpm: number;
  key_accuracy_percentage: number;
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

/** A player's fastest run of the snippet, and the game that it was in. `net_wpm` is that of the snippet alone. */
export interface BestRun {
  result_id: string;
  session_id: string;
  username: string;
  display_name: string;
  net_wpm: number;
  key_accuracy_percentage: number;
  typed_at: string;
}

/**
 * `counts`: whether the game is one that can set a best (ranked, or a guest's that would be). Where there was no
 * earlier game nothing is new: a first game is a beginning.
 */
export interface Bests {
  counts: boolean;
  earlier: Earlier;
  new: Best[];
}

export type BlockKind = 'paragraph' | 'heading' | 'item' | 'code' | 'quote';

/**
 * The data of an event `board`: the first places, and how ranks have moved since the event before. `moves` is null when
 * anybody may have moved.
 */
export interface BoardEvent {
  mode: Mode;
  seconds: number | null;
  day: string | null;
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
  moves: Moved[] | null;
}

/** A player's best attempt at a challenge, and its place. */
export interface BoardPlace {
  rank: number;
  user_id: string;
  username: string;
  display_name: string;
  best_score: number;
  best_at: string;
  result_id: string;
  net_wpm: number;
  key_accuracy_percentage: number;
}

/** `snippet_text` is null for one that is in no game any more. */
export interface Bookmark {
  id: string;
  language: Language;
  difficulty: Difficulty;
  category: string;
  bookmarked_at: string;
  snippet_text: string | null;
}

/** How many snippets of a language a game on the bookmarks has. */
export interface BookmarkedLanguage {
  language: Language;
  snippets: number;
}

/** A page of them, the newest first; `languages` are those of all pages. */
export interface BookmarksOut {
  items: Bookmark[];
  page: number;
  per_page: number;
  total: number;
  languages: BookmarkedLanguage[];
}

/** One language and difficulty: snippets by state, and how often the published ones were drawn. */
export interface Bucket {
  language: Language;
  difficulty: Difficulty;
  published: number;
  draft: number;
  retired: number;
  least_drawn: number;
  most_drawn: number;
}

/** How many snippets were meant, and how many of them changed. */
export interface BulkAnswer {
  matched: number;
  changed: number;
}

/** Activate or deactivate many at once: those of `ids`, or those that `filter` lets through. All or none. */
export interface BulkEdit {
  is_active: boolean;
  ids?: string[] | null;
  filter?: SnippetsFilter | null;
}

/**
 * `verdict_reasons` are in the result. `intervals` is null for a log that this server cannot read. `standing` is what
 * the player sees.
 */
export interface CaseOut {
  result: GameResult;
  standing: ReviewOut;
  reports: SeenReport[];
  decisions: Decision[];
  intervals: ComparedIntervals | null;
}

export interface CategoryCount {
  language: Language;
  category: string;
  snippets: number;
}

/**
 * A challenge as it is published. `hints` is how many there are; `attempts` and `completed` (players who have passed
 * it) are everybody's.
 */
export interface Challenge {
  id: string;
  slug: string;
  version: number;
  title: string;
  language: Language;
  difficulty: Difficulty;
  minutes: number;
  points: number;
  keys: number;
  goals: Goals;
  snippet_text: string;
  words: [number, number, string][];
  hints: number;
  attempts: number;
  completed: number;
}

/** A page of a challenge's leaderboard; `me` is your own place, null without one. */
export interface ChallengeBoard {
  items: unknown[];
  page: number;
  per_page: number;
  total: number;
  me: BoardPlace | null;
}

/**
 * What is missing stays; a goal that is null is no longer asked for. `seen_updated_at` is the `updated_at` of the
 * version that the edit was made from: if that has changed, this edit is refused.
 */
export interface ChallengeEdit {
  snippet_text?: string | null;
  snippet_id?: string | null;
  title?: string | null;
  minutes?: number | null;
  points?: number | null;
  min_accuracy?: number | null;
  min_net_wpm?: number | null;
  max_wrong_keys?: number | null;
  hints?: string[] | null;
  seen_updated_at?: string | null;
}

export interface ChallengeLink {
  id: string;
  slug: string;
  title: string;
}

/** A challenge in its lesson. `keys` is how many its code takes; `yours` is null if you never touched it. */
export interface ChallengeListed {
  id: string;
  slug: string;
  title: string;
  difficulty: Difficulty;
  minutes: number;
  points: number;
  keys: number;
  goals: Goals;
  yours: OwnProgress | null;
}

/** `attempts` are those at this version. `published_at` is when it first was. */
export interface ChallengeVersion {
  version: number;
  state: VersionState;
  title: string;
  snippet: TaughtSnippet;
  minutes: number;
  points: number;
  goals: Goals;
  hints: string[];
  attempts: number;
  published_at: string | null;
  created_at: string;
  updated_at: string;
}

/**
 * A challenge where it stands. `previous` and `next` are its neighbours in the track; `hints` are those that you have
 * been shown.
 */
export interface ChallengeView {
  challenge: Challenge;
  track: TrackName;
  module: ModuleName;
  lesson: LessonText;
  previous: ChallengeLink | null;
  next: ChallengeLink | null;
  yours: OwnProgress | null;
  hints: string[];
  last_attempt: Attempt | null;
}

/** `missed` of `due` times another key was pressed first; `mean_ms` is over the other times, null without one. */
export interface CharacterStats {
  character: string;
  due: number;
  missed: number;
  missed_percentage: number;
  mean_ms: number | null;
}

/** A text that might become a snippet. If it is an edit, `id` is the version that it would follow. */
export interface CheckBody {
  language: Language;
  snippet_text: string;
  id?: string | null;
}

/**
 * A text with faults has no measures, and its words are those that its grammar could still tell. `words` are `[start,
 * end, class]`, `enemies` `[start, end]` of each line's typed characters: offsets into `snippet_text`, which is the
 * text as it would be kept. `mended` is the text with a usual spelling for each key that not every keyboard has, with
 * spaces for tabs and nothing at the ends of lines; null when that changes nothing.
 */
export interface CheckOut {
  snippet_text: string;
  faults: Fault[];
  words: [number, number, string][];
  enemies: [number, number][];
  measures: MeasuresOut | null;
  near_duplicates: NearDuplicate[];
  mended: string | null;
}

/** `hp` is after healing. */
export interface ClearFrame {
  t: 'clear';
  v: number;
  n: number;
  hp: number;
  at: number;
}

export interface CloseBody {
  outcome: ReportOutcome;
  /** for the audit log alone */
  note?: string;
}

export interface ClosedOut {
  closed: number;
}

/** A file by its path in what was chosen. `language` is that of code whose path does not say. */
export interface CodeFile {
  path: string;
  text: string;
  language?: Language | null;
}

/** A new collection, private unless it says otherwise. */
export interface CollectionBody {
  name: string;
  description?: string;
  language: Language;
  is_public?: boolean;
}

/** What is missing stays. The language is that of its code, and does not change. */
export interface CollectionEdit {
  name?: string | null;
  description?: string | null;
  is_public?: boolean | null;
}

/**
 * `username` is its player's, null when they are gone. `usage_count`: registered players, others than its own, who have
 * started a game on it. `is_own`: it is the caller's, who alone is told of `withdrawn_at`: a moderator has taken it out
 * of the public lists.
 */
export interface CollectionListed {
  id: string;
  name: string;
  description: string;
  language: Language;
  is_public: boolean;
  usage_count: number;
  snippets: number;
  username: string | null;
  display_name: string | null;
  is_own: boolean;
  withdrawn_at: string | null;
  created_at: string;
  updated_at: string;
}

/** `total` counts the items of all pages. */
export interface CollectionListedPage {
  items: CollectionListed[];
  page: number;
  per_page: number;
  total: number;
}

/** `room` is what its player may still keep; null for others. */
export interface CollectionOut {
  collection: CollectionListed;
  snippets: OwnSnippetOut[];
  room: Room | null;
}

/**
 * `parent_id` is null for an answer to the post. `depth` is where it stands, 1 to 5; one that answers the deepest
 * stands beside it.
 */
export interface CommentOut {
  id: string;
  author: Author | null;
  blocks: TextBlock[];
  text: string | null;
  state: PostState;
  like_count: number;
  is_liked: boolean;
  is_own: boolean;
  edit_left_ms: number;
  created_at: string;
  edited_at: string | null;
  cards: ReplayCard[];
  post_id: string;
  parent_id: string | null;
  depth: number;
}

/** Some of a list that grows meanwhile. `next` is what to send as `after` for those that follow, null at the end. */
export interface CommentOutStretch {
  items: CommentOut[];
  next: string | null;
}

/**
 * The intervals of the game and honest ones: of `honest_games` earlier games of the player, or of the model. `edges_ms`
 * are those of the bins of `spread`.
 */
export interface ComparedIntervals {
  edges_ms: number[];
  game: RhythmFigures;
  honest: RhythmFigures;
  honest_by: 'player' | 'model';
  honest_games: number;
}

/**
 * A contest as everybody sees it who knows of it. `keys` is how many keys each wave takes. A game that was begun before
 * `ends_at` may be finished until `closes_at`. `starts_in_ms` and `ends_in_ms` are by the server's clock, null when
 * that is past. `participants` have signed up or played, `playing` are in their games, `finished` have a result that
 * counts. `fixed_at` is when ranks and ratings were fixed.
 */
export interface Contest {
  slug: string;
  title: string;
  description: string;
  language: Language;
  difficulty: Difficulty;
  waves: number;
  keys: number[];
  state: ContestState;
  starts_at: string;
  ends_at: string;
  closes_at: string;
  duration_s: number;
  starts_in_ms: number | null;
  ends_in_ms: number | null;
  group: ContestGroup | null;
  is_rated: boolean;
  participants: number;
  playing: number;
  finished: number;
  fixed_at: string | null;
}

/**
 * What is missing stays. Another language or difficulty draws the waves anew, unless `snippets` names them; so do
 * `waves`, even as many as before.
 */
export interface ContestEdit {
  title?: string | null;
  description?: string | null;
  language?: Language | null;
  difficulty?: Difficulty | null;
  starts_at?: string | null;
  duration_s?: number | null;
  waves?: number | null;
  snippets?: string[] | null;
}

/** The group whose members alone see a contest. */
export interface ContestGroup {
  slug: string;
  name: string;
}

/** One wave. `draws` is how often it had been drawn for other games when it was last in the rotation. */
export interface ContestSnippet {
  id: string;
  version: number;
  category: string;
  difficulty: Difficulty;
  snippet_text: string;
  draws: number;
}

/** One result that counts. `nickname` is what the contest's group calls its player. */
export interface ContestStanding {
  rank: number;
  user_id: string;
  username: string;
  display_name: string;
  nickname: string | null;
  result_id: string;
  final_score: number;
  net_wpm: number;
  key_accuracy_percentage: number;
  waves_completed: number;
  playtime_seconds: number;
  ended_at: string;
  old_rating: number | null;
  new_rating: number | null;
}

/** `total` counts the items of all pages. */
export interface ContestStandingPage {
  items: ContestStanding[];
  page: number;
  per_page: number;
  total: number;
}

/** What is sent when standings have changed: the first of them. */
export interface ContestTop {
  participants: number;
  playing: number;
  finished: number;
  standings: ContestStanding[];
}

/**
 * `may_edit`: you are its staff, who change and delete it until it begins. `snippets` are for them, and for everybody
 * once it is over; null otherwise, and in lists.
 */
export interface ContestView {
  contest: Contest;
  yours: OwnEntry | null;
  may_edit: boolean;
  snippets: ContestSnippet[] | null;
}

/** `total` counts the items of all pages. */
export interface ContestViewPage {
  items: ContestView[];
  page: number;
  per_page: number;
  total: number;
}

/**
 * The keys of one kind in one line of the wave's text (counted from 1) that cost the most time together. `keys` are the
 * different ones, the most expensive first.
 */
export interface Cost {
  line: number;
  kind: KeyKind;
  keys: string;
  lost_ms: number;
}

/** What suits some code, by its measured difficulty. */
export interface CourseSuggestion {
  difficulty: Difficulty;
  figure: number;
  expected_wpm: number;
  keys: number;
  minutes: number;
  points: number;
  goals: Goals;
}

export interface CutBody {
  files: CodeFile[];
}

/**
 * `pieces` and `left` hold the first of what was found and of what cannot be typed; the totals count all of it. `short`
 * counts what is too short to be typed by itself. Nothing of it is kept.
 */
export interface CutOut {
  files: number;
  pieces: PieceOut[];
  pieces_total: number;
  left: LeftOutOut[];
  left_total: number;
  short: number;
}

/** The UTC day, and when it ends. `played` has the languages that the caller has tried; none without a token. */
export interface DailyOut {
  day: string;
  ends_at: string;
  difficulty: Difficulty;
  waves: number;
  played: DailyTries[];
}

/** `result_id` and `final_score` are of the first try; null while it goes on, or when no key was pressed in it. */
export interface DailyTries {
  language: Language;
  tries: number;
  result_id: string | null;
  final_score: number | null;
}

/**
 * `slow_statements` is null where pg_stat_statements is not there. `hit_ratio` is from 0 to 1, null before any read.
 */
export interface DatabaseFigures {
  tables: TableFigures[];
  indexes: IndexFigures[];
  hit_ratio: number | null;
  slow_statements: SlowStatement[] | null;
}

export interface Day {
  day: string;
  games: number;
  playtime_seconds: number;
}

/** A verdict that was given: `action` is `approve` or `reject`, `username` the moderator's. */
export interface Decision {
  action: string;
  username: string | null;
  reason: string | null;
  created_at: string;
}

/** A guest has no password and sends `{}`. */
export interface DeleteAccountBody {
  password?: string | null;
}

/** One device that is signed in. `current` is the one that asks. */
export interface Device {
  id: string;
  user_agent: string;
  created_at: string;
  last_used_at: string;
  expires_at: string;
  current: boolean;
}

/** `total` counts the items of all pages. */
export interface DevicePage {
  items: Device[];
  page: number;
  per_page: number;
  total: number;
}

/** How many earlier games there were that count. */
export interface Earlier {
  all: number;
  kind: number;
}

/** `share` of all players has it, from 0 to 1. `points_reward` are XP. */
export interface EarnedOut {
  slug: string;
  name: string;
  description: string;
  icon: string;
  rarity: Rarity;
  points_reward: number;
  share: number;
  unlocked_at: string;
}

export interface EndGame {
  session_id: string;
  session_token?: string | null;
}

/** A line's typed characters, end exclusive. `due` is game time in ms. */
export interface EnemyServed {
  start: number;
  end: number;
  due: number;
  every_ms: number;
  damage: number;
}

/**
 * One place. `value` is points, or words a minute to two decimals. `replays_public`: whether others may see its result
 * and replay. The rest is of the game that stands here.
 */
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
  language: Language;
  difficulty: Difficulty;
  waves_completed: number;
  net_wpm: number;
  key_accuracy_percentage: number;
}

export interface ErrorFrame {
  t: 'error';
  code: string;
  detail: string;
}

/**
 * What players say about the speed of one version, in standard words a minute. `suggested_wpm` is null until
 * `games_needed` waves by `players_needed` players were read; `model_wpm` is what the text alone suggests.
 */
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

/** All that is kept about a user, except what is secret (hashes and tokens). */
export interface Export {
  exported_at: string;
  settings: Record<string, unknown>;
  profile: User;
  statistics: Statistics;
  sign_ins: Record<string, unknown>[];
  following: Record<string, unknown>[];
  followers: Record<string, unknown>[];
  friends: Record<string, unknown>[];
  asked_by: Record<string, unknown>[];
  last_requests: Record<string, unknown>[];
  last_asked_by: Record<string, unknown>[];
  game_sessions: Record<string, unknown>[];
  matches_opened: Record<string, unknown>[];
  match_seats: Record<string, unknown>[];
  typing_sessions: Record<string, unknown>[];
  game_results: Record<string, unknown>[];
  typing_results: Record<string, unknown>[];
  ratings: Record<string, unknown>[];
  rating_changes: Record<string, unknown>[];
  topics: Record<string, unknown>[];
  journey: Record<string, unknown>[];
  achievements: Record<string, unknown>[];
  time_zones: Record<string, unknown>[];
  platform_days: Record<string, unknown>[];
  platform_profiles: Record<string, unknown>[];
  recent_snippets: Record<string, unknown>[];
  groups: Record<string, unknown>[];
  contests: Record<string, unknown>[];
  snippet_interactions: Record<string, unknown>[];
  shared_replays: Record<string, unknown>[];
  collections: Record<string, unknown>[];
  collection_snippets: Record<string, unknown>[];
  challenge_attempts: Record<string, unknown>[];
  challenge_progress: Record<string, unknown>[];
  enrollments: Record<string, unknown>[];
  likes: Record<string, unknown>[];
  comments: Record<string, unknown>[];
  posts: Record<string, unknown>[];
  reviews: Record<string, unknown>[];
  appeals: Record<string, unknown>[];
  reports: Record<string, unknown>[];
  notifications: Record<string, unknown>[];
  audit_logs: Record<string, unknown>[];
}

export interface ExportOut {
  items: SnippetListed[];
  total: number;
}

/**
 * The wave in which the wall fell. Speeds are in standard words a minute: what it asked for, and right keys from its
 * start to the end. `hp` is what the wall had when it began. `cost` is null if no keys cost a second.
 */
export interface Fall {
  wave: number;
  asked_wpm: number;
  typed_wpm: number;
  hp: number;
  cost: Cost | null;
  suggestion: Suggestion;
  difficulty: Difficulty;
}

/** Why a text cannot be a snippet, as in a problem document's `errors`. `line` and `column` count from 1. */
export interface Fault {
  pointer: string;
  code: string;
  detail: string;
  line: number;
  column: number;
}

/**
 * `keys` holds single keys and pairs of keys, the one that costs the player most first; none for who has hardly played,
 * or types all keys about equally well.
 */
export interface FocusOut {
  keys: string[];
}

/** `playing`: null too when they do not show it, or do not play. */
export interface Friend {
  id: string;
  username: string;
  display_name: string;
  since: string;
  playing: FriendPlaying | null;
}

export type FriendAction = 'REQUEST' | 'ACCEPT' | 'DECLINE' | 'BLOCK' | 'UNBLOCK';

/** REQUEST of somebody who has asked already accepts. BLOCK ends friendship and following both ways. */
export interface FriendBody {
  action: FriendAction;
}

/** A running game. `match` is the code of a public match, which others may watch. */
export interface FriendPlaying {
  language: Language;
  difficulty: Difficulty;
  started_at: string;
  match: string | null;
}

/** All that is mutual or waits for somebody, the latest first; `friends` by name. */
export interface FriendsOut {
  friends: Friend[];
  /** who asks the caller; the latest 100 */
  received: ListedPlayer[];
  /** whom the caller has asked, without an answer yet */
  sent: ListedPlayer[];
  blocked: ListedPlayer[];
}

/**
 * One ended game. `net_wpm` is right keys ÷ 5 a minute and `key_accuracy_percentage` the share of right keys;
 * `words_per_minute` and `accuracy_percentage` count words (tokens) of code. `unranked_reason` is null exactly when
 * `ranked`; a ranked game is on the boards while `on_boards`: its player is active and no robot. `score_parts` add up
 * to `final_score`. `verdict_reasons` say why a game was flagged: each names a rule, what it found, and where it begins
 * to object.
 */
export interface GameResult {
  id: string;
  session_id: string;
  user_id: string;
  username: string;
  display_name: string;
  mode: Mode;
  language: Language;
  difficulty: Difficulty;
  seconds: number | null;
  daily_on: string | null;
  collection: string | null;
  snippet_id: string | null;
  of_bookmarks: boolean;
  challenge_id: string | null;
  started_at: string;
  final_score: number;
  waves_completed: number;
  enemies_killed: number;
  accuracy_percentage: number;
  words_per_minute: number;
  total_words_typed: number;
  correct_words: number;
  incorrect_words: number;
  total_keys_pressed: number;
  correct_keys: number;
  max_combo: number;
  total_damage_dealt: number;
  total_damage_taken: number;
  playtime_seconds: number;
  end_reason: EndReason;
  verdict: Verdict;
  verdict_reasons: Reason[];
  ranked: boolean;
  unranked_reason: string | null;
  on_boards: boolean;
  pauses: number;
  paused_ms: number;
  ghost_of: string | null;
  ended_at: string;
  created_at: string;
  net_wpm: number;
  key_accuracy_percentage: number;
  score_parts: ScoreParts;
}

/** `total` counts the items of all pages. `next` asks for the page after this one as `after`; null on the last. */
export interface GameResultPage {
  items: GameResult[];
  page: number;
  per_page: number;
  total: number;
  next: string | null;
}

/** `wave` is the one under way, `score` the points that can no longer be lost. */
export interface GameStanding {
  wave: number;
  game_ms: number;
  hp: number;
  score: number;
  keys_pressed: number;
  pauses: number;
}

/**
 * What an attempt must reach, besides typing the code to its end; null: not asked for. `min_accuracy` is of keys, in
 * percent; `min_net_wpm` as results state it.
 */
export interface Goals {
  min_accuracy: number | null;
  min_net_wpm: number | null;
  max_wrong_keys: number | null;
}

/** A group as one of its members sees it. `role` is the caller's own; `invite_code` is for teachers alone. */
export interface Group {
  id: string;
  slug: string;
  name: string;
  join: GroupJoin;
  invite_code: string | null;
  role: GroupRole;
  members: number;
  created_at: string;
}

/** What is missing stays. `new_invite_code`: the old one opens nothing any more. */
export interface GroupEdit {
  name?: string | null;
  join?: GroupJoin | null;
  new_invite_code?: boolean;
}

/**
 * `playing`: in a running game at the moment. `signed_in`: whether they have ever been; null for anybody but a managed
 * account, which starts with a password from a sheet.
 */
export interface GroupMember {
  user_id: string;
  username: string;
  display_name: string;
  nickname: string | null;
  role: GroupRole;
  is_managed: boolean;
  signed_in: boolean | null;
  playing: boolean;
  joined_at: string;
}

/** `total` counts the items of all pages. */
export interface GroupMemberPage {
  items: GroupMember[];
  page: number;
  per_page: number;
  total: number;
}

/** `total` counts the items of all pages. */
export interface GroupPage {
  items: Group[];
  page: number;
  per_page: number;
  total: number;
}

/**
 * The first frame. `token` is the `session_token`; with `next`, the client is sent `next` frames. `beat`: while the
 * clock runs, the client sends some frame that often, in ms; 0 promises nothing.
 */
export interface HelloFrame {
  t: 'hello';
  token: string;
  resume?: ResumeFrom | null;
  next?: boolean;
  beat?: number;
}

export interface HideBody {
  reason: string;
}

/** The hints that you have been shown, and how many are left. */
export interface HintsShown {
  hints: string[];
  left: number;
}

/** `damage` is the HP really lost. */
export interface HitFrame {
  t: 'hit';
  v: number;
  enemy: number;
  damage: number;
  hp: number;
  at: number;
}

/**
 * `tests` of the file on `days`, of which `news` were new or fuller than what was there; `left_out` cannot be true or
 * could not be read.
 */
export interface ImportOut {
  tests: number;
  left_out: number;
  days: number;
  news: number;
}

/** `scans` since PostgreSQL's statistics were reset: 0 is an index that nothing has used. */
export interface IndexFigures {
  name: string;
  table: string;
  bytes: number;
  scans: number;
}

/** `username` is a friend's. */
export interface Invitation {
  username: string;
}

/** One job. `due_at` is null for a dead letter; `subject` is the result, or all zeros for periodic work. */
export interface JobOut {
  id: number;
  queue: string;
  subject: string;
  tries: number;
  error: string | null;
  failed_at: string | null;
  due_at: string | null;
  created_at: string;
}

/** `total` counts the items of all pages. */
export interface JobOutPage {
  items: JobOut[];
  page: number;
  per_page: number;
  total: number;
}

/** The invite code, in any case, or the slug of an open group. */
export interface JoinGroup {
  code: string;
}

/**
 * `level_xp` is the XP at which the level began, `days` on how many days there was a game. Achievements are in the
 * order in which they were unlocked, the newest first; of a player who keeps games private others are told the day
 * alone, as its midnight in UTC, and not whether today has a game: `streak.is_played` is null. `time_zone` is null for
 * everybody but the player, and until a browser has said one.
 */
export interface JourneyOut {
  xp: number;
  level: number;
  level_xp: number;
  xp_to_next: number;
  days: number;
  streak: StreakOut;
  achievements: EarnedOut[];
  time_zone: TimeZoneOut | null;
}

/** `closed`: how many reports. */
export interface JudgedText {
  state: PostState;
  closed: number;
}

/**
 * A key, or a pair of consecutive keys, of which the second is measured. `presses`: how often it was due and pressed
 * right. `errors`: the wrong keys pressed in its place. `missed`: how often it was due and a wrong key came first.
 * `mean_ms` is the mean of `timed` presses, or None if there are none.
 */
export interface KeyFigure {
  key: string;
  presses: number;
  errors: number;
  missed: number;
  timed: number;
  mean_ms: number | null;
}

/** How a key went in one game, beside what it is compared with. Times are null where nothing was timed. */
export interface KeyInGame {
  played_at: string;
  due: number;
  mean_ms: number | null;
  missed_percentage: number;
  usual_ms: number | null;
}

/** What kind of key cost time, as a player would name it. */
export type KeyKind = 'brackets' | 'quotes' | 'digits' | 'symbols' | 'capitals' | 'letters' | 'blanks';

export interface KeyOut {
  /** one character; a line feed is Enter */
  key: string;
  /** how often it was due and pressed */
  presses: number;
  /** other keys pressed in its place */
  errors: number;
  /** from the right key before it; a wait over 3 s counts as 3 s */
  mean_ms: number | null;
}

/** `s` is the number of the first key; each entry is the game time by the client's clock in ms, and the key. */
export interface KeysFrame {
  t: 'k';
  s: number;
  e: [number, string][];
}

/**
 * `shown` is false, and all else empty, when the player hides this from others. `games` is how many were read: the
 * newest 20 at most, up to 20,000 keys.
 */
export interface KeysOut {
  shown: boolean;
  games: number;
  keys: KeyOut[];
}

export interface KillFrame {
  t: 'kill';
  v: number;
  enemy: number;
  at: number;
}

/** One language's share of the statistics. */
export interface LanguageProgress {
  language: Language;
  total_games: number;
  total_playtime_sec: number;
  best_score: number;
  best_wpm: number;
  avg_wpm: number;
  avg_accuracy: number;
  best_net_wpm: number;
  avg_net_wpm: number;
  avg_key_accuracy: number;
  last_ended_at: string;
}

/**
 * The games of `mode` are compared, of sprints those of `seconds`, of dailies those of `day`. `total` players are on
 * the board; `me` is the caller's own place, null without a token or a ranked game. `version` counts the changes of all
 * boards (see `/api/leaderboard/live`); null when PostgreSQL served the page.
 */
export interface LeaderboardOut {
  mode: Mode;
  seconds: number | null;
  day: string | null;
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

/**
 * What you are learning. `tracks` are those you are enrolled in, the one you were last in first; `topics` all that the
 * library has or you have played, by language and category; `suggestions` what to play next in each language, at the
 * difficulty of your newest game in it.
 */
export interface LearningOut {
  tracks: TrackProgress[];
  topics: TopicProgress[];
  suggestions: TopicSuggestion[];
}

/** Lines that cannot be typed, and why: not even mended. Without lines it is the whole file. */
export interface LeftOutOut {
  path: string;
  first_line: number | null;
  last_line: number | null;
  faults: LineFault[];
}

/** What is missing stays. */
export interface LessonEdit {
  title?: string | null;
  text?: string | null;
}

export interface LessonOfChallenge {
  id: string;
  title: string;
}

export interface LessonText {
  slug: string;
  title: string;
  blocks: TextBlock[];
}

/** A lesson's text, and the challenges to try it out. */
export interface LessonView {
  slug: string;
  title: string;
  blocks: TextBlock[];
  challenges: ChallengeListed[];
}

export interface LevelMove {
  before: number;
  now: number;
  xp: number;
  level_xp: number;
  xp_to_next: number;
}

export interface Likes {
  like_count: number;
  is_liked: boolean;
}

/** `line` counts from 1 in the file; null: it is about the whole file. */
export interface LineFault {
  line: number | null;
  code: string;
  detail: string;
}

/** `since` is when they began to be what the list says. */
export interface ListedPlayer {
  id: string;
  username: string;
  display_name: string;
  since: string;
}

/** `total` counts the items of all pages. `next` asks for the page after this one as `after`; null on the last. */
export interface ListedPlayerPage {
  items: ListedPlayer[];
  page: number;
  per_page: number;
  total: number;
  next: string | null;
}

/** The password's length is not checked here: one that is too long is wrong, and the answer says no more. */
export interface LoginBody {
  login: string;
  password: string;
}

/** Where a wave lies in the game's time, and the speed that it asked for (0: it does not say). */
export interface Mark {
  number: number;
  asked_wpm: number;
  start_ms: number;
  cleared_ms: number | null;
}

/**
 * A match as its players and spectators see it. `keys` is how many keys each of its waves takes, so that a lane can be
 * drawn. `host` is the user who can start it. `group` is the slug of the group whose members alone see it. `starts_at`
 * is in the future during the countdown; `starts_in_ms` says by how much when this was sent, for clients whose clock is
 * wrong. `rematch` is the match that follows this one, if its players wanted another.
 */
export interface Match {
  code: string;
  state: MatchState;
  language: Language;
  difficulty: Difficulty;
  waves: number;
  keys: number[];
  capacity: number;
  visibility: Visibility;
  host: string | null;
  group: string | null;
  created_at: string;
  starts_at: string | null;
  starts_in_ms: number | null;
  ended_at: string | null;
  rematch: string | null;
  seats: MatchSeat[];
}

/** The match of this seat, at first and whenever it has changed. */
export interface MatchFrame {
  code: string;
  state: MatchState;
  language: Language;
  difficulty: Difficulty;
  waves: number;
  keys: number[];
  capacity: number;
  visibility: Visibility;
  host: string | null;
  group: string | null;
  created_at: string;
  starts_at: string | null;
  starts_in_ms: number | null;
  ended_at: string | null;
  rematch: string | null;
  seats: MatchSeat[];
  t: 'match';
}

/** Matches that somebody is in, the newest first, 50 at most; those that are `live` so in each state. */
export interface MatchList {
  matches: Match[];
}

/**
 * One seat of a match. `user_id` and the names are null for a player who is gone for good. `is_bot`: a program plays.
 * `ended`: its game is over. `place` is from 1, and equals share one; it and `result_id` are null until they are known,
 * `result_id` also for a game without a key. The ratings are null for a match that moves none.
 */
export interface MatchSeat {
  seat: number;
  user_id: string | null;
  username: string | null;
  display_name: string | null;
  is_bot: boolean;
  connected: boolean;
  ready: boolean;
  ended: boolean;
  place: number | null;
  result_id: string | null;
  rating_before: number | null;
  rating_after: number | null;
}

/** `figure` is on the scale of the difficulties, 1 (EASY) to 4; `symbol_share` of all keys, 0 to 1. */
export interface MeasuresOut {
  keys: number;
  token_count: number;
  nesting_depth: number;
  symbol_share: number;
  figure: number;
  difficulty: Difficulty;
  expected_wpm: number;
}

/**
 * What is missing stays; an empty nickname takes it away. `username` and `display_name` only for an account that the
 * group made.
 */
export interface MemberEdit {
  nickname?: string | null;
  role?: GroupRole | null;
  username?: string | null;
  display_name?: string | null;
}

/** How many games of an assignment one member has finished. */
export interface MemberProgress {
  user_id: string;
  username: string;
  display_name: string;
  nickname: string | null;
  games: number;
  done: boolean;
}

/** What was changed so that a text can be typed. */
export type Mend = 'TABS' | 'TRAILING_BLANKS' | 'CHARACTERS' | 'LONG_LINES';

/** `errors` wrong keys where the character at `offset` of the wave's text was due; `keys` are the first of them. */
export interface Mistake {
  offset: number;
  errors: number;
  keys: string;
}

/** What is missing stays. */
export interface ModuleEdit {
  title?: string | null;
  description?: string | null;
}

export interface ModuleName {
  slug: string;
  title: string;
}

export interface ModuleView {
  slug: string;
  title: string;
  description: string;
  lessons: LessonView[];
}

export interface Moved {
  version: number;
  user_id: string;
  from: number | null;
  to: number;
}

/** A snippet of the same language that shares half of its runs of five words or more; `alikeness` 0.5 to 1. */
export interface NearDuplicate {
  id: string;
  difficulty: Difficulty;
  category: string;
  state: State;
  alikeness: number;
}

/**
 * So many games of a mode, each as fast and as clean as is asked for, until `due_at`; or the contest with this slug,
 * which is played once and as it is.
 */
export interface NewAssignment {
  title: string;
  note?: string;
  mode?: Mode;
  language?: Language | '' | null;
  difficulty?: Difficulty | '' | null;
  games?: number;
  min_net_wpm?: number | null;
  min_accuracy?: number | null;
  due_at?: string | null;
  contest?: string | null;
}

/**
 * A draft. Its code is pasted as `snippet_text`, or that of a version of a snippet. Minutes, points and goals are
 * suggested from the code where they are missing; a goal that is null is not asked for.
 */
export interface NewChallenge {
  snippet_text?: string | null;
  snippet_id?: string | null;
  title: string;
  minutes?: number | null;
  points?: number | null;
  min_accuracy?: number | null;
  min_net_wpm?: number | null;
  max_wrong_keys?: number | null;
  hints?: string[];
}

/** `parent_id`: the comment that it answers; without one, the post. */
export interface NewComment {
  text: string;
  parent_id?: string | null;
}

/**
 * Without `starts_at` it begins at once. `snippets` are versions in the order in which they are played; without them so
 * many `waves` are drawn, 3 if that is not said either. `group` is the slug of the group whose members alone see it;
 * without one it is public, and moves ratings.
 */
export interface NewContest {
  title: string;
  description?: string;
  language: Language;
  difficulty?: Difficulty;
  starts_at?: string | null;
  duration_s: number;
  waves?: number | null;
  snippets?: string[] | null;
  group?: string | null;
}

export interface NewGroup {
  name: string;
  join?: GroupJoin;
}

/** `text` is Markdown. */
export interface NewLesson {
  title: string;
  text?: string;
}

/**
 * A match to be opened. Whoever opens it is its host, and joins like everybody else. LINK: only those who were given
 * its code find it. One for a `group` of yours is LINK, and only its members see and join it.
 */
export interface NewMatch {
  language: Language;
  difficulty?: Difficulty;
  waves?: number;
  capacity?: number;
  visibility?: Visibility;
  /** the slug of a group of yours */
  group?: string;
}

export interface NewModule {
  title: string;
  description?: string;
}

export interface NewPost {
  text: string;
}

/** A track that players do not see yet. Its address is made from the title. */
export interface NewTrack {
  title: string;
  language: Language;
  description?: string;
}

/** `unread` is 100 for more. `news` holds what was not unread before, the latest first; none if it is too much. */
export interface NewsOut {
  unread: number;
  news: Notification[];
}

/** The text of the wave that follows, as a `wave` frame has it, to be seen before it begins. No event, so no `v`. */
export interface NextFrame {
  t: 'next';
  n: number;
  text: string;
}

/** `subject` and `data` say what it is about; docs/protocol.md has both for each kind. */
export interface Notification {
  id: number;
  kind: NotificationKind;
  subject: string;
  by: NotifiedBy | null;
  data: Record<string, unknown>;
  read_at: string | null;
  created_at: string;
}

/**
 * A page of them, the latest first; `next` as of every long list. `unread` counts on all pages, and is 100 for more.
 */
export interface NotificationsOut {
  items: Notification[];
  page: number;
  per_page: number;
  total: number;
  next: string | null;
  unread: number;
}

/** Who caused it, by their present name. */
export interface NotifiedBy {
  id: string;
  username: string;
  display_name: string;
}

export interface OfficialBody {
  is_official: boolean;
}

/** Those of the asked that have a page. */
export interface OpinionsOut {
  items: SeenSnippet[];
}

/** All that there are, in their new order. */
export interface Order {
  ids: string[];
}

/** `result` is null when no key was pressed. */
export interface OverFrame {
  t: 'over';
  reason: EndReason;
  result: GameResult | null;
}

/**
 * How you take part. Without `session_id` you have not played yet; a game without a result was one without a key.
 * `rank` is among the results that count at the moment. `excluded` says why yours does not: flagged or rejected by the
 * rules of fair play, or paused for too long.
 */
export interface OwnEntry {
  joined_at: string;
  session_id: string | null;
  is_playing: boolean;
  result_id: string | null;
  final_score: number | null;
  rank: number | null;
  excluded: string | null;
  old_rating: number | null;
  new_rating: number | null;
}

/** For the player alone. `ranks` is null when the places are not known, or no longer. */
export interface OwnNews {
  bests: Bests;
  ranks: RankMove[] | null;
}

/**
 * What the reader makes of a snippet; nothing, for who is not signed in. `is_counted`: whether the vote is among the
 * likes and dislikes. A guest's is from when they register.
 */
export interface OwnOpinion {
  vote: number;
  is_bookmarked: boolean;
  is_counted: boolean;
}

/** What you have reached in a challenge. The best is of the attempts that passed it. */
export interface OwnProgress {
  status: ProgressStatus;
  best_score: number | null;
  attempts: number;
  completed_at: string | null;
  last_attempt_at: string | null;
  hints_shown: number;
}

/** `peak` is the highest that was ever shown. */
export interface OwnRating {
  kind: RatingKind;
  rating: number;
  peak: number;
  games: number;
}

/**
 * A report of one's own, in one's own words. `label` is the name of the player, or the first line of the code; null for
 * what is not shown any more. `outcome` is null while it waits.
 */
export interface OwnReport {
  id: string;
  kind: string;
  label: string | null;
  reason: string;
  created_at: string;
  outcome: ReportOutcome | null;
  closed_at: string | null;
}

/** `total` counts the items of all pages. */
export interface OwnReportPage {
  items: OwnReport[];
  page: number;
  per_page: number;
  total: number;
}

/** `source` says where it is from, as `file.py:10-20`. */
export interface OwnSnippet {
  snippet_text: string;
  source?: string;
}

/** One piece of a collection, in the order in which it was added. */
export interface OwnSnippetOut {
  id: string;
  snippet_text: string;
  difficulty: Difficulty;
  expected_wpm: number;
  source: string;
}

/** How far you are in a track: how many of its challenges you have passed, also in percent. */
export interface OwnTrack {
  enrolled_at: string;
  completed: number;
  percentage: number;
  last_attempt_at: string | null;
}

/** Two due keys in a row, and how long after the first the second came, on average. */
export interface PairTime {
  pair: string;
  count: number;
  mean_ms: number;
}

export interface PasswordBody {
  current_password: string;
  new_password: string;
}

/** `pauses` counts this one, `paused_ms` does not. */
export interface PausedFrame {
  t: 'paused';
  v: number;
  at: number;
  reason: 'player' | 'idle' | 'server';
  pauses: number;
  paused_ms: number;
}

/** Lines of a file that can be typed, counted from 1. `mends` says what was changed in them so that they can. */
export interface PieceOut {
  path: string;
  first_line: number;
  last_line: number;
  language: Language;
  difficulty: Difficulty;
  expected_wpm: number;
  keys: number;
  mends: Mend[];
  snippet_text: string;
}

export interface PingFrame {
  t: 'ping';
  n: number;
}

/** `go` starts the clock, `pause` stops it, `quit` ends the game; `ready` is for a seat of a match. */
export interface PlainFrame {
  t: 'go' | 'pause' | 'quit' | 'ready';
}

/** A day of tests on a platform; see ImportedDay. */
export interface PlatformDay {
  platform: Platform;
  day: string;
  tests: number;
  seconds: number;
  mean_wpm: number;
  best_wpm: number;
  accuracy: number;
}

/**
 * What is kept of one platform. `current_wpm` is the mean over the tests of the newest seven days that have any;
 * `synced_at` is when an import last brought something new.
 */
export interface PlatformProfile {
  platform: Platform;
  handle: string | null;
  current_wpm: number;
  best_wpm: number;
  synced_at: string;
  days: number;
  tests: number;
  first_day: string;
  last_day: string;
}

/** What the player has brought from other trainers, and its days: the newest 400 of each, the oldest first. */
export interface PlatformsOut {
  profiles: PlatformProfile[];
  days: PlatformDay[];
}

/** As in StatsOut, with the worst three characters, and how players have voted. */
export interface Played {
  plays: number;
  finished: number;
  mean_accuracy: number | null;
  mean_wpm: number | null;
  speed_ratio: number | null;
  worst_characters: CharacterStats[];
  id: string;
  likes: number;
  dislikes: number;
}

/** `net_wpm` and `key_accuracy_percentage` are measured by characters and keys, the others by words. */
export interface PlayedGame {
  net_wpm: number;
  key_accuracy_percentage: number;
  ended_at: string;
  language: Language;
  difficulty: Difficulty;
  final_score: number;
  words_per_minute: number;
  accuracy_percentage: number;
}

export interface PlayerNow {
  username: string;
  display_name: string;
  language: Language;
  difficulty: Difficulty;
  wave: number;
}

/**
 * `total` players are in a running game, `guests` of them guests; `players` are those who may be named, the furthest in
 * their games first.
 */
export interface PlayersNow {
  total: number;
  guests: number;
  players: PlayerNow[];
}

export interface PongFrame {
  t: 'pong';
  n: number;
  at: number;
}

/** `on`: what it is about. `comment_count`: of the comments, those that you may read. */
export interface PostOut {
  id: string;
  author: Author | null;
  blocks: TextBlock[];
  text: string | null;
  state: PostState;
  like_count: number;
  is_liked: boolean;
  is_own: boolean;
  edit_left_ms: number;
  created_at: string;
  edited_at: string | null;
  cards: ReplayCard[];
  on: string;
  comment_count: number;
}

/** Some of a list that grows meanwhile. `next` is what to send as `after` for those that follow, null at the end. */
export interface PostOutStretch {
  items: PostOut[];
  next: string | null;
}

/** A lesson's Markdown. */
export interface Preview {
  text: string;
}

/** RFC 9457. `code` is `area/slug` and stable; further members may be there. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors: {
    /** RFC 6901, into the body or the parameters */
    pointer: string;
    code: string;
    detail: string;
    line?: number;
    column?: number;
  }[];
}

export interface ProfileBody {
  username?: string | null;
  /** empty: the account has none any more */
  email?: string | null;
  display_name?: string | null;
  /** the account's own; needed for a new email alone */
  password?: string | null;
}

/**
 * All languages, the most played first; the last 100 games, the oldest first. `shown` is false, and all else empty,
 * when the player hides this from others; of what is shown, others see ranked games alone.
 */
export interface Progress {
  shown: boolean;
  languages: LanguageProgress[];
  games: PlayedGame[];
}

/**
 * `best_results` holds ranked games alone, the best first; none for others when `replays_public` is false. `relation`
 * is the caller's to this player, null for strangers and for oneself.
 */
export interface PublicProfile {
  id: string;
  username: string;
  display_name: string;
  role: Role;
  is_guest: boolean;
  is_bot: boolean;
  replays_public: boolean;
  created_at: string;
  statistics: Statistics;
  best_results: BestResult[];
  followers: number;
  following: number;
  relation: Relation | null;
}

/** `version`: an earlier one; without it the draft. */
export interface Publish {
  version?: number | null;
}

/** A new account or a new password. The password is shown this once, and opens nothing but the choice of another. */
export interface Pupil {
  user_id: string;
  username: string;
  password: string;
}

export interface Pupils {
  usernames: string[];
}

/** A line was typed without a wrong key: every living enemy of the wave hits `by_ms` later than it would have. */
export interface PushFrame {
  t: 'push';
  v: number;
  by_ms: number;
  at: number;
}

/**
 * `id` is that of the result, the reported player, the snippet or the collection; `label` a name or a line by which a
 * person knows it, null when it is gone. `reports` counts those that wait, `reasons` are the first of them; `appeal` is
 * the player's text; `held`: it waits to be shown. `game` is null for what is no result, `written` for what is no post
 * or comment, or is gone.
 */
export interface QueueItem {
  kind: string;
  id: string;
  label: string | null;
  since: string;
  flagged: boolean;
  reports: number;
  reasons: string[];
  appeal: string | null;
  held: boolean;
  game: QueuedGame | null;
  written: StaffText | null;
}

/** `total` counts the items of all pages. */
export interface QueueItemPage {
  items: QueueItem[];
  page: number;
  per_page: number;
  total: number;
}

/** What comes first in the queue: what has waited longest, or what most players have reported. */
export type QueueSort = 'OLDEST' | 'MOST_REPORTED';

/** What the queue says of a game. The last two are worked out from its keys. */
export interface QueuedGame {
  username: string;
  display_name: string;
  mode: Mode;
  language: Language;
  difficulty: Difficulty;
  seconds: number | null;
  final_score: number;
  verdict: Verdict;
  verdict_reasons: Reason[];
  ended_at: string;
  net_wpm: number;
  key_accuracy_percentage: number;
}

/**
 * Without a language any will do, and a new match is in the player's favorite one; likewise the difficulty, which is
 * NORMAL then.
 */
export interface QuickMatch {
  language?: Language | null;
  difficulty?: Difficulty | null;
}

/** A place that this game took on an all-time board; `before` is null for a player who was not on it. */
export interface RankMove {
  metric: Metric;
  language: Language | null;
  difficulty: Difficulty | null;
  before: number | null;
  now: number;
}

/** At most eight each; the slowest have five timed presses at least. */
export interface RankedKeys {
  slowest: KeyFigure[];
  mistyped: KeyFigure[];
}

/** One row of a board. Equal ratings share a rank. */
export interface RatedPlayer {
  rank: number;
  user_id: string;
  username: string;
  display_name: string;
  rating: number;
  peak: number;
  games: number;
}

/** `total` counts the items of all pages. `next` asks for the page after this one as `after`; null on the last. */
export interface RatedPlayerPage {
  items: RatedPlayer[];
  page: number;
  per_page: number;
  total: number;
  next: string | null;
}

/** A player's ratings, none before the first rated match, and their moves, the latest first. */
export interface RatingHistory {
  ratings: OwnRating[];
  moves: RatingMove[];
}

/** One move of a rating. `subject` is the code of the match, or the slug of the contest, that moved it. */
export interface RatingMove {
  kind: RatingKind;
  subject: string;
  place: number;
  before: number;
  after: number;
  at: string;
}

/** What was read: some, or all. */
export interface ReadBody {
  ids?: number[] | null;
  all?: boolean;
}

/** `rule` names one of the rules of docs/fair-play.md. `found` is what it saw, `limit` where it begins to object. */
export interface Reason {
  rule: string;
  found: number;
  limit: number;
}

export interface RegisterBody {
  username: string;
  /** one more name to sign in with; nothing is sent to it */
  email?: string | null;
  password: string;
  display_name?: string | null;
  invite_code?: string | null;
  /** a program plays: it appears on no board */
  is_bot?: boolean;
}

export type Registration = 'open' | 'invite' | 'closed';

export interface RegistrationOut {
  /** `invite`: with an `invite_code` */
  registration: Registration;
}

/** What the caller and a player are to each other. */
export interface Relation {
  /** the caller follows them */
  follows: boolean;
  /** they follow the caller */
  is_followed: boolean;
  are_friends: boolean;
  /** the caller asks them to become friends */
  has_asked: boolean;
  /** they ask the caller */
  is_asked: boolean;
  /** the caller blocks them */
  is_blocked: boolean;
}

/**
 * Everything needed to judge a game again. `totals` are the counts of the whole game, which the key log yields again;
 * `key_log` is the versioned document of docs/game.md.
 */
export interface Replay {
  result: GameResult;
  typing_result: TypingMeasures;
  totals: Totals;
  key_log: Record<string, unknown>;
}

/** A shared replay that a text links to, for who may see it. */
export interface ReplayCard {
  id: string;
  title: string;
  username: string;
  display_name: string;
  net_wpm: number;
  language: Language;
}

/** `id`: of a result, a snippet, a collection, a shared replay, a post or a comment; of a profile the username. */
export interface ReportBody {
  kind: 'RESULT' | 'PROFILE' | 'SNIPPET' | 'COLLECTION' | 'POST' | 'COMMENT' | 'SHARED_REPLAY';
  id: string;
  reason: string;
}

/** That it was taken; nothing of what was reported. */
export interface ReportOut {
  kind: string;
  created_at: string;
}

/** What a moderator made of a report. */
export type ReportOutcome = 'UPHELD' | 'DISMISSED';

/**
 * What a game has added. Until `is_counted` the rest is not known: ask again in a moment. `xp` is the game's own and
 * `bonus` that of what it unlocked. `level` and `streak` are null once the player has ended another game.
 */
export interface ResultJourneyOut {
  is_counted: boolean;
  xp: number;
  bonus: number;
  level: LevelMove | null;
  streak: StreakOut | null;
  unlocked: EarnedOut[];
}

/** How players did on a page of snippets, in the newest games of their languages and difficulties. */
export interface ResultsOut {
  games_looked_at: number;
  items: Played[];
}

/** What a returning client knows: `d` and `v` as last seen, `k` the last key it pressed before the drop. */
export interface ResumeFrom {
  epoch: string;
  d: number;
  v: number;
  k: number;
}

/**
 * `reason` is the moderator's, null before one has looked. `appeal` is the player's text; `appeal_verdict` what was
 * decided upon it, null while it waits.
 */
export interface ReviewOut {
  verdict: Verdict;
  reason: string | null;
  reviewed_at: string | null;
  appeal: string | null;
  appealed_at: string | null;
  appeal_verdict: Verdict | null;
  decided_at: string | null;
  may_appeal: boolean;
}

/**
 * `spread` holds the share of intervals in each bin, between the edges `EDGES_MS`. `tempo` holds points `[typing time
 * in ms, median interval of the keys up to there]`, some ten keys each or more. `pairs` are the most frequent.
 */
export interface RhythmFigures {
  intervals: number;
  median_ms: number;
  spread: number[];
  tempo: [number, number][];
  pairs: PairTime[];
}

export interface Rollback {
  version: number;
}

/** How many more snippets, and how many more bytes of code, over all of the player's collections. */
export interface Room {
  snippets: number;
  bytes: number;
}

export interface RunningFrame {
  t: 'running';
  v: number;
  at: number;
}

/** The counts of the game so far, named as the columns of a result. */
export interface RunningTotals {
  correct_words: number;
  incorrect_words: number;
  total_words_typed: number;
  enemies_killed: number;
  waves_completed: number;
  max_combo: number;
  total_damage_dealt: number;
  total_damage_taken: number;
  total_keys_pressed: number;
  correct_keys: number;
}

/** The game is over, and its result is being saved. */
export interface SavingFrame {
  t: 'saving';
}

/** The six addends of a final score, in points. */
export interface ScoreParts {
  words: number;
  enemies: number;
  waves: number;
  combo: number;
  accuracy: number;
  speed: number;
}

/** The seat that you have. Open `socket` with subprotocol `protocol` and say hello with `session_token`. */
export interface SeatTaken {
  match: Match;
  seat: number;
  session_id: string;
  session_token: string;
  socket: string;
  protocol: string;
}

export interface SeenReport {
  username: string;
  reason: string;
  outcome: string | null;
  created_at: string;
}

/** `id` is the one that was asked for, `snippet_id` the version that has a page now. */
export interface SeenSnippet {
  id: string;
  snippet_id: string;
  own: OwnOpinion;
}

/**
 * `raw_wpm[i]` and `errors[i]` cover `every_s` seconds of the game, from second `i * every_s` on: the speed of all
 * keys, in words of five characters a minute, and the number of wrong keys. The last point extends to the end of the
 * game and may cover fewer seconds, or a fraction of a second more. The errors add up to the game's wrong keys.
 */
export interface Series {
  every_s: number;
  raw_wpm: number[];
  errors: number[];
}

/** What the client remembers for the player. A stored field that this server does not know is kept. */
export interface SettingsBody {
  theme?: 'system' | 'dark' | 'light' | 'contrast';
  /** pixels */
  font_size?: number;
  caret?: 'block' | 'bar' | 'underline';
  sound?: boolean;
  /** percent */
  volume?: number;
  /** in addition to what the system asks for */
  reduced_motion?: boolean;
  keyboard?: 'qwerty' | 'qwertz' | 'azerty' | 'dvorak' | 'colemak';
  /** whether single letters do something on the start page */
  shortcuts?: boolean;
  /** preselected on the start page */
  language?: Language | '' | null;
  /** preselected on the start page */
  difficulty?: Difficulty | '' | null;
  /** false: nobody else sees this player's replays */
  replays_public?: boolean;
  /** who may ask this player to become friends */
  friend_requests_from?: FriendRequestsFrom;
  /** who may see that this player is playing */
  playing_shown_to?: PlayingShownTo;
  /** what the player does not want to be told of */
  notifications_off?: NotificationKind[];
}

export interface SettingsOut {
  theme: 'system' | 'dark' | 'light' | 'contrast';
  /** pixels */
  font_size: number;
  caret: 'block' | 'bar' | 'underline';
  sound: boolean;
  /** percent */
  volume: number;
  /** in addition to what the system asks for */
  reduced_motion: boolean;
  keyboard: 'qwerty' | 'qwertz' | 'azerty' | 'dvorak' | 'colemak';
  /** whether single letters do something on the start page */
  shortcuts: boolean;
  /** preselected on the start page */
  language: Language | '' | null;
  /** preselected on the start page */
  difficulty: Difficulty | '' | null;
  /** false: nobody else sees this player's replays */
  replays_public: boolean;
  /** who may ask this player to become friends */
  friend_requests_from: FriendRequestsFrom;
  /** who may see that this player is playing */
  playing_shown_to: PlayingShownTo;
  /** what the player does not want to be told of */
  notifications_off: NotificationKind[];
  /** the settings that the player has set, without those for privacy and notifications */
  chosen: string[];
}

/** A ranked game of one's own. */
export interface ShareBody {
  result_id: string;
  title: string;
  note?: string;
}

/** A field that is missing or null stays as it is. */
export interface ShareEdit {
  title?: string | null;
  note?: string | null;
}

/** `net_wpm` and `key_accuracy_percentage` are the game's. */
export interface SharedReplayListed {
  id: string;
  title: string;
  is_official: boolean;
  username: string;
  display_name: string;
  mode: Mode;
  language: Language;
  difficulty: Difficulty;
  net_wpm: number;
  key_accuracy_percentage: number;
  waves_completed: number;
  final_score: number;
  created_at: string;
}

/** `total` counts the items of all pages. */
export interface SharedReplayListedPage {
  items: SharedReplayListed[];
  page: number;
  per_page: number;
  total: number;
}

/**
 * `note_blocks` is the note as it is read, `note` as it was written. `is_shown`: whether everybody sees it. Its player
 * does in any case, and staff what they may have to judge; to all others it does not exist. `hidden_at` is when
 * moderators hid it.
 */
export interface SharedReplayOut {
  id: string;
  title: string;
  note: string;
  note_blocks: TextBlock[];
  is_official: boolean;
  is_own: boolean;
  is_shown: boolean;
  hidden_at: string | null;
  created_at: string;
  result: GameResult;
}

/** A statement with its parameters left out. */
export interface SlowStatement {
  text: string;
  calls: number;
  mean_ms: number;
  max_ms: number;
  total_ms: number;
  rows: number;
}

/** A new snippet. `expected_wpm` (standard words a minute) is estimated from the text when it is not given. */
export interface SnippetBody {
  language: Language;
  difficulty: Difficulty;
  category: string;
  snippet_text: string;
  expected_wpm?: number | null;
  source?: string;
  license?: string;
  is_active?: boolean;
}

/**
 * A field that is missing or null stays as it is. A snippet keeps its language; naming the same one is allowed.
 * `seen_updated_at` is the `updated_at` of the version that the edit was made from. When it has changed, somebody else
 * has edited the snippet meanwhile, and this edit is refused.
 */
export interface SnippetEdit {
  language?: Language | '' | null;
  difficulty?: Difficulty | '' | null;
  category?: string | null;
  snippet_text?: string | null;
  expected_wpm?: number | null;
  source?: string | null;
  license?: string | null;
  is_active?: boolean | null;
  seen_updated_at?: string | null;
}

/**
 * How the snippet is typed. `median_net_wpm` is that of the newest runs; it and the accuracy are null before the first
 * one. `line_mistakes` counts the wrong keys in each line, from the first; lines at the end may be missing.
 */
export interface SnippetFigures {
  times_typed: number;
  median_net_wpm: number | null;
  key_accuracy_percentage: number | null;
  line_mistakes: number[];
  likes: number;
  dislikes: number;
  bookmarks: number;
}

/** A snippet in a list: without its words. */
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
  kept_for: string | null;
  published_at: string | null;
  state: State;
  created_at: string;
  updated_at: string;
}

/** `total` counts the items of all pages. */
export interface SnippetListedPage {
  items: SnippetListed[];
  page: number;
  per_page: number;
  total: number;
}

/** A snippet with its words, `[start, end, class]`: offsets into `snippet_text`, end exclusive. */
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
  kept_for: string | null;
  published_at: string | null;
  state: State;
  created_at: string;
  updated_at: string;
  words: [number, number, string][];
}

/** `id` is the version that games get now; it may be a later one than was asked for. `words` are as in a wave. */
export interface SnippetPage {
  id: string;
  language: Language;
  difficulty: Difficulty;
  category: string;
  snippet_text: string;
  words: [number, number, string][];
  expected_wpm: number;
  source: string;
  license: string;
  version: number;
  published_at: string;
  figures: SnippetFigures;
  best: BestRun[];
  own: OwnOpinion;
}

/** All of the latest versions that the filters let through. */
export interface SnippetsFilter {
  language?: Language | '' | null;
  difficulty?: Difficulty | '' | null;
  category?: string | null;
  is_active?: boolean | '' | null;
  state?: 'DRAFT' | 'PUBLISHED' | 'RETIRED' | 'SUPERSEDED' | '' | null;
  disliked?: boolean | '' | null;
  q?: string;
}

/** `kind` is POST or COMMENT, `id` its own; `on` is what its post is about. `reports` counts those that wait. */
export interface StaffText {
  kind: string;
  id: string;
  post_id: string;
  on: string;
  state: PostState;
  text: string;
  username: string;
  display_name: string;
  reports: number;
  created_at: string;
  edited_at: string | null;
}

/** Some of a list that grows meanwhile. `next` is what to send as `after` for those that follow, null at the end. */
export interface StaffTextStretch {
  items: StaffText[];
  next: string | null;
}

/** How far every seat of the match has got. `at` is game time in ms. */
export interface StandingFrame {
  t: 'standing';
  at: number;
  seats: [number, number, number, number, number, number, number | null][];
}

/** Try the challenge with this id, as `POST /api/challenges/{id}/start` does. */
export interface StartChallenge {
  mode?: 'CHALLENGE';
  challenge: string;
}

/** Play in the contest with this slug, as `POST /api/contests/{slug}/start` does. */
export interface StartContest {
  mode?: 'CONTEST';
  contest: string;
}

export interface StartDaily {
  mode?: 'DAILY';
  language: Language;
}

/**
 * A game of a mode. All other parameters belong to the mode. If `mode` is missing, it is the one that a parameter
 * implies, or SOLO.
 */
export type StartGame =
  StartSolo | StartSprint | StartDaily | StartGhost | StartRace | StartContest | StartChallenge | StartPractice;

/**
 * `ghost` is the result of the game to play against. Language and difficulty follow from it, and must agree if they are
 * given.
 */
export interface StartGhost {
  mode?: 'GHOST';
  ghost: string;
  language?: Language | null;
  difficulty?: Difficulty | null;
}

/**
 * Waves of a language and difficulty, NORMAL if that is not said, of a `collection`, or of one `snippet` alone: one of
 * the three. Of a language: `focus` for drills on the keys that the player is slow or inaccurate at, `keys` for drills
 * on these keys and pairs of keys, `category` for whole snippets of one topic, `bookmarks` for the player's own, of all
 * difficulties. At most one of the four; without any, whole snippets of all. Of a collection: with `focus`, those dense
 * in the player's weak keys come first.
 */
export interface StartPractice {
  mode?: 'PRACTICE';
  language?: Language | null;
  difficulty?: Difficulty | null;
  collection?: string | null;
  snippet?: string | null;
  focus?: boolean;
  keys?: string[];
  category?: string | null;
  bookmarks?: boolean;
}

/** Take a seat of the match with this code, as `POST /api/matches/{code}/join` does. */
export interface StartRace {
  mode?: 'RACE';
  match: string;
}

/** `focus`: of equally used snippets, serve those dense in the keys that the player is slow or inaccurate at. */
export interface StartSolo {
  mode?: 'SOLO';
  language: Language;
  difficulty?: Difficulty;
  focus?: boolean;
}

/** `seconds` is how long the game lasts. */
export interface StartSprint {
  mode?: 'SPRINT';
  seconds: 30 | 60 | 120;
  language: Language;
  difficulty?: Difficulty;
}

/**
 * Open `socket` with subprotocol `protocol` and say hello with `session_token`. `focus` is null if it was not asked
 * for; otherwise the keys and pairs of keys, weakest first, none for a player who has hardly played. `ghost_of` is the
 * result on whose waves the game is played, null for any other game. `seconds` is how long a sprint lasts. `daily_on`
 * is the UTC day whose waves a daily is played on, and `daily_try` counts the player's tries at them. `match` is the
 * code of the match in which a race is the seat `seat`. `contest` is the slug of the contest in which this is the
 * player's game, `collection` the id of the one whose code is practised, `challenge` the id of the challenge at which
 * this is an attempt, with its `challenge_version`, `category` the topic that a practice game keeps to, `snippet` the
 * one that it repeats; `bookmarks`: it is played on those of its player. `standing` is how far an unfinished game has
 * got; null for one that begins, or if it is not known.
 */
export interface StartedGame {
  session_id: string;
  session_token: string;
  socket: string;
  protocol: string;
  mode: Mode;
  language: Language;
  difficulty: Difficulty;
  focus: string[] | null;
  ghost_of: string | null;
  seconds: number | null;
  daily_on: string | null;
  daily_try: number | null;
  match: string | null;
  seat: number | null;
  contest: string | null;
  collection: string | null;
  challenge: string | null;
  challenge_version: number | null;
  category: string | null;
  snippet: string | null;
  bookmarks: boolean;
  started_at: string;
  standing: GameStanding | null;
}

/**
 * What a version is. Only a PUBLISHED one is drawn; a DRAFT never was, RETIRED was, SUPERSEDED has a successor. Kept as
 * `is_active`, `published_at` and `is_latest`.
 */
export type State = 'DRAFT' | 'PUBLISHED' | 'RETIRED' | 'SUPERSEDED';

/** All games of a player, in one row. */
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

/**
 * How players do on one version, in the newest games that its language and difficulty had while it was the latest.
 * `usage_count` counts draws over all time, shown or not; a new version inherits it. `plays` are the waves of it that
 * got at least one key in the newest `games_looked_at` games; `finished` ones were typed to the end. The means are null
 * without a play: accuracy is right keys of all keys in percent, speed is standard words (5 keys) a minute of the
 * finished plays, and `speed_ratio` is that speed divided by `expected_wpm`.
 */
export interface StatsOut {
  plays: number;
  finished: number;
  mean_accuracy: number | null;
  mean_wpm: number | null;
  speed_ratio: number | null;
  worst_characters: CharacterStats[];
  id: string;
  version: number;
  expected_wpm: number;
  usage_count: number;
  games_looked_at: number;
}

/**
 * Days in a row by the player's own calendar. `days` is 0 when the row is broken; `freezes_left` is how many days
 * without a game this week still forgives; `is_played`: today is counted.
 */
export interface StreakOut {
  days: number;
  longest: number;
  freezes_left: number;
  is_played: boolean | null;
}

/** Code in a language, pasted or that of a version of a snippet. */
export interface Suggest {
  snippet_text?: string | null;
  snippet_id?: string | null;
  language: Language;
}

export type Suggestion = 'easier' | 'practice';

export interface SummaryOut {
  buckets: Bucket[];
  categories: CategoryCount[];
}

/** `rows` is PostgreSQL's estimate. */
export interface TableFigures {
  name: string;
  rows: number;
  bytes: number;
  index_bytes: number;
  dead_rows: number;
  sequential_scans: number;
  index_scans: number;
}

/** The code of a version, and its measures. */
export interface TaughtSnippet {
  id: string;
  version: number;
  difficulty: Difficulty;
  expected_wpm: number;
  keys: number;
  snippet_text: string;
  words: [number, number, string][];
}

/**
 * `level` is a heading's, 1 to 3, or how deep an item lies, from 1; 0 for anything else outside of lists. `number` is
 * that of an item of an ordered list. Items that follow one another are one list. Code has the `language` that its
 * author named; `words` are its coloured ones, each `[start, end, class]`, in UTF-16 as browsers count.
 */
export interface TextBlock {
  kind: BlockKind;
  level: number;
  number: number | null;
  spans: TextSpan[];
  words: [number, number, string][];
  language: string;
}

/** A lesson's text as players see it. */
export interface TextBlocks {
  blocks: TextBlock[];
}

/** `edited_at`: as the queue had it, so that nobody decides about words that they have not read. */
export interface TextBody {
  verdict: 'approved' | 'rejected';
  edited_at: string | null;
  /** for the audit log alone */
  note?: string;
}

export interface TextEdit {
  text: string;
}

/** How a text will look, and whether it will wait for a moderator. */
export interface TextPreview {
  blocks: TextBlock[];
  waits: boolean;
}

/** Some text in one style. A newline in it is a line break. */
export interface TextSpan {
  text: string;
  code: boolean;
  strong: boolean;
  emphasis: boolean;
  href: string | null;
}

/**
 * `zone` is a name of the IANA's list. A page that sends what its browser says leaves `is_chosen` out: then a zone that
 * the player chose stays. true chooses this one for good, false lets browsers say it again.
 */
export interface TimeZoneBody {
  zone: string;
  is_chosen?: boolean | null;
}

/** `is_chosen`: the player chose it, so that what browsers say changes nothing. */
export interface TimeZoneOut {
  zone: string;
  is_chosen: boolean;
}

/** The refresh token travels beside this, in a cookie. `expires_in` is in seconds. */
export interface Tokens {
  user: User;
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
}

/**
 * A topic of the library, and what the player has typed of it. Speeds are in standard words a minute, the accuracy is
 * right keys of all keys in percent; they are null while they are unknown. `snippets` are those in the rotation, by
 * difficulty. `streak` counts the UTC days in a row up to today, or up to yesterday while it is not played today.
 */
export interface TopicProgress {
  language: Language;
  category: string;
  state: TopicState;
  waves_played: number;
  waves_cleared: number;
  accuracy: number | null;
  best_wpm: number | null;
  mean_wpm: number | null;
  highest_difficulty: Difficulty | null;
  streak: number;
  last_played_at: string | null;
  snippets: Record<string, number>;
}

/** What to play in a language for the next ten minutes. */
export interface TopicSuggestion {
  language: Language;
  difficulty: Difficulty;
  category: string;
  why: TopicReason;
}

/** The counts of one whole game. Damage is dealt in points and taken in HP; `max_combo` is 0 to 10. */
export interface Totals {
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

/** What is missing stays. `is_published` shows the track to players, or hides all of it. */
export interface TrackEdit {
  title?: string | null;
  description?: string | null;
  is_published?: boolean | null;
}

/**
 * A track in a list. `challenges` are those that can be played, `enrolled` the players in it; `yours` is null unless
 * you are one of them.
 */
export interface TrackListed {
  slug: string;
  title: string;
  language: Language;
  description: string;
  challenges: number;
  enrolled: number;
  yours: OwnTrack | null;
}

/** `total` counts the items of all pages. */
export interface TrackListedPage {
  items: TrackListed[];
  page: number;
  per_page: number;
  total: number;
}

export interface TrackName {
  slug: string;
  title: string;
  language: Language;
}

export interface TrackOfChallenge {
  id: string;
  slug: string;
  title: string;
  language: Language;
}

/** A track that you are enrolled in. `next` is its first challenge that you have not passed. */
export interface TrackProgress {
  slug: string;
  title: string;
  language: Language;
  challenges: number;
  enrolled_at: string;
  completed: number;
  percentage: number;
  last_attempt_at: string | null;
  next: ChallengeLink | null;
}

/** A whole track. `next` is the first challenge that you have not passed, null when there is none. */
export interface TrackView {
  track: TrackListed;
  modules: ModuleView[];
  next: ChallengeLink | null;
}

/** The columns of `typing_results`. Speeds are per minute of playtime, percentages from 0 to 100. */
export interface TypingMeasures {
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

/** Newest first. */
export interface UnfinishedGames {
  sessions: StartedGame[];
}

export interface UnreadOut {
  unread: number;
}

export interface User {
  id: string;
  username: string;
  email: string | null;
  display_name: string;
  role: Role;
  is_active: boolean;
  is_guest: boolean;
  is_bot: boolean;
  must_change_password: boolean;
  replays_public: boolean;
  last_login_at: string | null;
  created_at: string;
  updated_at: string;
}

/** `total` counts the items of all pages. `next` asks for the page after this one as `after`; null on the last. */
export interface UserPage {
  items: User[];
  page: number;
  per_page: number;
  total: number;
  next: string | null;
}

export interface VerdictBody {
  verdict: 'approved' | 'rejected';
  /** its player reads it */
  reason: string;
}

/** What a version of a challenge is: players get the PUBLISHED one; a DRAFT never was, a RETIRED one was. */
export type VersionState = 'DRAFT' | 'PUBLISHED' | 'RETIRED';

/** 1: more of this. -1: less of it. 0 takes a vote back. */
export interface VoteBody {
  value: number;
}

/** A wave as it was served, and where wrong keys were pressed. `typed_to` is the offset due when it ended. */
export interface WaveAnalysis {
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
  mistakes: Mistake[];
}

/**
 * Wave `n` began at game time `at`. Words are `[start, end, class]`, offsets into `text`, end exclusive. `asked_wpm` is
 * the speed that its deadlines follow, in standard words a minute; 0 in a sprint, and in a ghost's wave of old.
 */
export interface WaveFrame {
  t: 'wave';
  v: number;
  n: number;
  snippet: string;
  language: Language;
  text: string;
  words: [number, number, WordClass][];
  enemies: EnemyServed[];
  asked_wpm: number;
  at: number;
}

/**
 * A weak key or pair of keys. `missed_percentage` of the `due` times another key came first; `usual_…` is what it is
 * compared with. `improved_percentage` is how much less it costs in the newer half of its games than in the older one,
 * misses counted as time; null until either has enough. `games` has those in which it was due, the oldest first.
 */
export interface WeakKey {
  key: string;
  weight: number;
  due: number;
  mean_ms: number | null;
  missed_percentage: number;
  usual_ms: number | null;
  usual_missed_percentage: number;
  improved_percentage: number | null;
  games: KeyInGame[];
}

/** The keys of FocusOut with their figures, worked out from the newest `games`. */
export interface WeakKeysOut {
  games: number;
  keys: WeakKey[];
}

/**
 * Where the game is. `p` is the cursor, `dirty` whether the word under it has a wrong key, `totals` the counts by name.
 */
export interface WelcomeFrame {
  t: 'welcome';
  session: string;
  epoch: string;
  s: number;
  d: number;
  v: number;
  at: number;
  running: boolean;
  pauses: number;
  paused_ms: number;
  hp: number;
  combo: number;
  max_combo: number;
  streak: number;
  dirty: boolean;
  p: number;
  totals: RunningTotals;
  wave: WaveFrame | null;
}

export interface WithdrawBody {
  reason: string;
}

export type ServerFrame =
  | AckFrame
  | WaveFrame
  | NextFrame
  | KillFrame
  | PushFrame
  | HitFrame
  | ClearFrame
  | PausedFrame
  | RunningFrame
  | SavingFrame
  | MatchFrame
  | StandingFrame
  | PongFrame
  | ErrorFrame
  | WelcomeFrame
  | OverFrame;

export type ClientFrame = HelloFrame | KeysFrame | PlainFrame | PingFrame;
