// @ts-check
// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

/** What a source file's name ends in. */
export const SOURCE = /\.(py|jsx|js|mjs|cjs|ts|mts|cts|java|go|rs|tsx)$/i;

/** Files and characters that are cut at once. */
export const MOST = { files: 300, characters: 1000000 };
