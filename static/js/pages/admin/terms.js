// @ts-check
// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

/** @import { Language } from '../../terms.js' */

/** The language of a source file, by its suffix. @type {Record<string, Language>} */
export const LANGUAGE_OF_SUFFIX = {
  py: 'PYTHON',
  jsx: 'REACT',
  js: 'JAVASCRIPT',
  mjs: 'JAVASCRIPT',
  cjs: 'JAVASCRIPT',
  ts: 'TYPESCRIPT',
  mts: 'TYPESCRIPT',
  cts: 'TYPESCRIPT',
  java: 'JAVA',
  go: 'GO',
  rs: 'RUST',
};

/** Characters of a snippet's fields. */
export const MOST_CHARACTERS = { category: 50, source: 500, license: 100 };

/** Standard words a minute. */
export const EXPECTED_WPM = { least: 5, most: 300 };

/** Snippets that can be added at once. */
export const MOST_ADDED = 500;

/** A request of one snippet. */
export const MOST_KILOBYTES = 64;
