// @ts-check
/** The English of the page of notifications. */

export const text = {
  title: 'Notifications',
  lead: 'The latest first.',
  settings: 'Notification settings',
  allRead: 'Mark all as read',
  read: 'Mark as read',
  readOne: (/** @type {string} */ what) => `Mark as read: ${what}`,
  unread: 'unread',
  none: 'Nothing yet. Here you will find what friends, contests and moderators have for you.',
  list: 'What you were told',
  nobody: 'Log in to see what is new for you.',
  done: 'Everything is marked as read.',
};
