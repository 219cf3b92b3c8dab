// @ts-check
/** The English of the list of contests. */

export const text = {
  title: 'Contests',
  lead: 'Everybody types the same code, once, at a time of their choice within the window. The best score wins.',
  running: 'Running now',
  upcoming: 'Upcoming',
  over: 'Over',
  none: {
    running: 'No contest is running right now.',
    upcoming: 'No contest is announced.',
    over: 'No contest has been held yet.',
  },
  fresh: 'New contest',
  ratings: 'Ratings of contests',
};
