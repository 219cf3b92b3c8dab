// @ts-check
/** The English of the admin's list of tracks. */

export const text = {
  title: 'Courses',
  lead: 'A track has modules, these have lessons with challenges. Players see a track once it is published.',
  none: 'There are no tracks yet. Make one below, or run `prodev seed` for those that ship.',
  columns: {
    title: 'Track',
    language: 'Language',
    challenges: 'Challenges',
    enrolled: 'Learners',
    state: 'State',
    do: 'Order',
  },
  published: 'Published',
  hidden: 'Hidden',
  fresh: 'New track',
  name: 'Title',
  nameHint: 'Its address is made from this and stays the same',
  language: 'Language',
  description: 'Description',
  descriptionHint: 'One or two sentences',
  create: 'Make the track',
  created: 'Track created. Players see it once you publish it.',
};
