// @ts-check
/** The English of one track. */

export const text = {
  missing: {
    title: 'A track',
    words: 'There is no such track.',
    all: 'All tracks',
  },
  enrol: 'Enrol',
  leave: 'Leave the track',
  sureLeave: (/** @type {string} */ title) => `Leave ${title}?`,
  leaveLead: 'It disappears from your progress. What you have passed is kept, and is there again if you come back.',
  begin: (/** @type {string} */ title) => `Begin with: ${title}`,
  goOn: (/** @type {string} */ title) => `Continue: ${title}`,
  enrolled: 'You are enrolled.',
  left: 'You have left the track.',
  lesson: 'Read the lesson',
  notYet: 'No challenge is published yet.',
};
