// @ts-check
/** The English of a shared replay's page. */

export const text = {
  missing: 'There is no such replay',
  missingLead: 'It was removed, or is not shown any more.',
  all: 'All replays',
  hidden: 'A moderator has hidden this replay. Only you and moderators see it.',
  notShown: 'Only you see this: your replays are private, or the game is not ranked any more.',
  own: 'Your replay',
  save: 'Save',
  saved: 'Saved.',
  remove: 'Stop sharing',
  sure: 'Stop sharing this replay?',
  sureLead: 'The game stays. Title, note and discussion are deleted.',
  removed: 'It is no longer shared.',
  staff: 'Moderation',
  makeOfficial: 'Mark as official',
  notOfficial: 'No longer official',
  hide: 'Hide',
  reason: 'Reason, for the audit log',
  hiddenNow: 'Hidden.',
  note: 'Note',
  by: 'Shared on',
};
