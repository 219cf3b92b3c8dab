// @ts-check
/** The English of those who follow a player, and whom they follow. */

export const text = {
  followers: (/** @type {string} */ name) => `Followers of @${name}`,
  following: (/** @type {string} */ name) => `Followed by @${name}`,
  nobodyFollows: 'Nobody yet.',
  followsNobody: 'Nobody yet.',
  since: (/** @type {string} */ at) => `since ${at}`,
  back: 'Back to the profile',
};
