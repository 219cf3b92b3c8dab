// @ts-check
/** The English of the board of ratings. */

export const text = {
  title: 'Ratings',
  lead: {
    RACE:
      'How strong players are against each other: a rating moves with the places in each race, most of all ' +
      'in the first ones. Everyone starts at 1500. Races by link do not count, and guests and robots have no rating.',
    CONTEST:
      'How strong players are in contests: a rating moves with the ranks when a contest is over, most of all ' +
      'in the first ones. Everyone starts at 1500.',
  },
  kind: 'Ratings of',
  columns: {
    rank: 'Rank',
    player: 'Player',
    rating: 'Rating',
    peak: 'Highest',
    games: { RACE: 'Races', CONTEST: 'Contests' },
  },
  you: 'you',
  empty: 'Nobody has a rating yet: the first public race of two registered players makes two.',
  emptyContests: 'Nobody has a rating in contests yet.',
  race: 'Race now',
  page: 'There are not that many rated players.',
};
