// @ts-check
/** The ways to the admin's pages of courses. */

/** @param {string} id of a track */
export const trackPage = (id) => `/admin/courses/${id}`;

/** @param {string} id of a challenge */
export const challengePage = (id) => `/admin/challenges/${id}`;

/** @param {string} track id @param {string} lesson id */
export const newChallengePage = (track, lesson) => `/admin/challenges/new?track=${track}&lesson=${lesson}`;
