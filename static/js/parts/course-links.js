// @ts-check
/** The ways to the pages of courses. */

/** @param {string} slug of a track */
export const trackAddress = (slug) => `/learn/${encodeURIComponent(slug)}`;

/** @param {string} id of a challenge @param {string} [session_id] of the game that has just been played */
export const challengeAddress = (id, session_id) => `/challenges/${id}${session_id ? `?game=${session_id}` : ''}`;
