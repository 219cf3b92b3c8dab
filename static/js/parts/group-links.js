// @ts-check
/** The ways to the pages of a group, and to its matches. */

/** @param {string} slug @param {string} [section] */
export const groupAddress = (slug, section) =>
  ['/groups', encodeURIComponent(slug), ...(section ? [section] : [])].join('/');

/** @param {string} code */
export const matchAddress = (code) => `/race/${code}`;
