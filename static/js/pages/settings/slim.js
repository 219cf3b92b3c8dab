// @ts-check
/**
 * An export as it is sent: most of keybr's are histograms of letters, which the server does not read. A file that is
 * not keybr's goes as it is, for the server to say what is wrong with it.
 */

/** @import { Platform } from '../../net/types.js' */

const READ_HERE_BYTES = 256 * 1024 * 1024; // more would be too much for a page

/** @param {Platform} platform @param {Blob} file @returns {Promise<Blob>} */
export async function slim(platform, file) {
  if (platform !== 'KEYBR' || file.size > READ_HERE_BYTES) return file;
  try {
    const lessons = JSON.parse(await file.text());
    return new Blob([JSON.stringify(lessons, (name, value) => (name === 'histogram' ? undefined : value))]);
  } catch {
    return file;
  }
}
