// @ts-check
/** The way to the page of a contest. */

/** @param {string} slug @param {string} [section] */
export const contestAddress = (slug, section) =>
  ['/contests', encodeURIComponent(slug), ...(section ? [section] : [])].join('/');
