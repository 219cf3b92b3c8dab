// @ts-check
/** The ways to the pages of a group. */

/** @param {string} slug @param {string} [section] */
export const groupAddress = (slug, section) =>
  ['/groups', encodeURIComponent(slug), ...(section ? [section] : [])].join('/');
