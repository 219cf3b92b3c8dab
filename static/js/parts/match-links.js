// @ts-check
/** The way to a match: its lobby, its race and its places are one page. */

/** @param {string} code */
export const matchAddress = (code) => `/race/${code}`;
