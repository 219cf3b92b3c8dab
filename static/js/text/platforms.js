// @ts-check
/** Other trainers, as players know them. */

/** @import { Platform } from '../net/types.js' */

/** @type {Record<Platform, string>} */
export const platforms = { MONKEYTYPE: 'Monkeytype', KEYBR: 'keybr.com' };
