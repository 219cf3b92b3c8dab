// @ts-check
/**
 * The English of notifications: what each says, where it leads, and what its kind is called.
 *
 * Law: the data of another version of the server may lack anything; then the notification says less.
 */

import { count, dateTime, difficulties, languages, whole, zonedDateTime } from './common.js';

/** @import { Notification, NotificationKind } from '../net/types.js' */

const said = (/** @type {unknown} */ value) => (typeof value === 'string' ? value : '');
const name = (/** @type {Notification} */ { by }) => by?.display_name ?? 'Somebody';
const player = (/** @type {Notification} */ { by }) =>
  by ? `/players/${encodeURIComponent(by.username)}` : '/friends';

/** The page of what is discussed, by what the server calls it. @param {Notification} one */
function discussion({ data }) {
  const [kind, id] = said(data.on).split(':');
  const folder = { snippet: 'snippets', contest: 'contests', replay: 'replays' }[kind ?? ''];
  return folder && id ? `/${folder}/${encodeURIComponent(id)}#post-${said(data.post)}` : '/notifications';
}

/** ` on the replay “Title”`, if that is known. @param {Notification} one */
function place({ data }) {
  const [kind] = said(data.on).split(':');
  const word = { snippet: 'snippet', contest: 'contest', replay: 'replay' }[kind ?? ''];
  if (!word) return '';
  return said(data.called) ? ` on the ${word} “${said(data.called)}”` : ` on a ${word}`;
}

/** ` in Python, Hard`; nothing for the board of everything. @param {Notification['data']} data */
function board({ language, difficulty, seconds }) {
  const sprint = typeof seconds === 'number' ? `sprints of ${seconds} s` : '';
  const parts = [sprint, languages[said(language)], difficulties[said(difficulty)]].filter(Boolean);
  return parts.length ? ` in ${parts.join(', ')}` : '';
}

/** @param {Notification['data']} data */
function against({ metric, value, own }) {
  if (typeof value !== 'number' || typeof own !== 'number') return '';
  const points = metric === 'score';
  const words = points ? `${count(value, 'point')} against ${whole(own)}` : `${value} WPM against ${own}`;
  return `: ${words}`;
}

/**
 * What its switch is called, what one says, and where that leads.
 * @typedef {{called: string, says: (one: Notification) => string, at: (one: Notification) => string}} Kind
 */

/** @type {Record<NotificationKind, Kind>} */
export const kinds = {
  FRIEND_REQUEST: {
    called: 'Friend requests',
    says: (one) => `${name(one)} would like to be your friend`,
    at: () => '/friends',
  },
  FRIEND_ACCEPTED: {
    called: 'Accepted friend requests',
    says: (one) => `${name(one)} is your friend now`,
    at: player,
  },
  FOLLOWED: { called: 'New followers', says: (one) => `${name(one)} follows you`, at: player },
  INVITED: {
    called: 'Invitations to a match',
    says: (one) => `${name(one)} invites you to a match`,
    at: ({ subject }) => `/race/${encodeURIComponent(subject)}`,
  },
  ANSWER: {
    called: 'Answers to what you wrote',
    says: (one) => `${name(one)} has answered you${place(one)}`,
    at: discussion,
  },
  OVERTAKEN: {
    called: 'Somebody you know passes your best',
    says: (one) => `${name(one)} has passed your best${board(one.data)}${against(one.data)}`,
    at: ({ data }) => (said(data.result_id) ? `/results/${said(data.result_id)}` : '/leaderboard'),
  },
  ACHIEVEMENT: {
    called: 'Achievements',
    says: ({ data }) => (said(data.name) ? `Achievement: ${said(data.name)}` : 'You have earned an achievement'),
    at: () => '/achievements',
  },
  CONTEST_SOON: {
    called: 'A contest begins that you have joined',
    says: ({ data }) =>
      said(data.starts_at)
        ? `${said(data.title)} begins on ${zonedDateTime(said(data.starts_at))}`
        : `${said(data.title)} begins soon`,
    at: ({ data }) => `/contests/${encodeURIComponent(said(data.slug))}`,
  },
  ASSIGNMENT_DUE: {
    called: 'Assignments that are due',
    says: ({ data }) =>
      `${said(data.group_name)}: ${said(data.title)} is due` +
      (said(data.due_at) ? ` on ${dateTime(said(data.due_at))}` : ''),
    at: ({ data }) => `/groups/${encodeURIComponent(said(data.group))}/assignments`,
  },
  VERDICT: {
    called: 'Verdicts on your games',
    says: ({ data }) =>
      `${data.appealed ? 'Your appeal was decided: a' : 'A'} moderator has ` +
      `${data.verdict === 'rejected' ? 'rejected' : 'approved'} your game`,
    at: ({ subject }) => `/results/${encodeURIComponent(subject)}`,
  },
};

export const text = {
  bell: (/** @type {number} */ unread) => {
    if (unread === 0) return 'Notifications';
    return `Notifications, ${unread > 99 ? 'more than 99' : unread} unread`;
  },
};

/** What it says, in a sentence. @param {Notification} one */
export const says = (one) => kinds[one.kind]?.says(one) ?? 'Something has happened';

/** Where it leads. @param {Notification} one */
export const leadsTo = (one) => kinds[one.kind]?.at(one) ?? '/notifications';
