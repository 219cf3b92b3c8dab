// @ts-check
/**
 * Source files out of what somebody chose or dropped: files, folders, zip archives.
 *
 * Bounds: FILES_LIMIT files, and none larger than a request of one snippet may be; of an archive's member no more is
 * unpacked than that, even if the archive claims less.
 */

import { pathOf } from '../../../parts/dropped.js';
import { DIFFICULTIES } from '../../../terms.js';
import { LANGUAGE_OF_SUFFIX, MOST_ADDED, MOST_CHARACTERS, MOST_KILOBYTES } from '../terms.js';

/** @import { Difficulty, Language } from '../../../net/types.js' */

export const FILES_LIMIT = MOST_ADDED;
const FILE_LIMIT_BYTES = MOST_KILOBYTES * 1024;
const ARCHIVE_LIMIT_BYTES = 50 * 1024 * 1024;

const CATEGORY = new RegExp(`^([a-z][a-z0-9-]{0,${MOST_CHARACTERS.category - 1}})_`);

/**
 * @typedef {object} Source
 * @property {string} path
 * @property {string | null} text
 * @property {'' | 'big' | 'binary'} fault
 * @property {Language} language
 * @property {Difficulty | ''} difficulty empty when the path does not say
 * @property {string} category likewise
 */
/** @typedef {{sources: Source[], left: number, broken: string[], more: boolean}} Gathered */

/** @typedef {{path: string, size: number, bytes: () => Promise<Uint8Array>}} Found */

/** @param {File[]} files @returns {Promise<Gathered>} */
export async function gather(files) {
  /** @type {Gathered} */
  const gathered = { sources: [], left: 0, broken: [], more: false };
  for (const file of files) {
    const path = pathOf(file);
    const own = { path, size: file.size, bytes: async () => new Uint8Array(await file.arrayBuffer()) };
    if (!/\.zip$/i.test(path)) await take(gathered, own);
    else {
      try {
        for (const member of await membersOf(file)) await take(gathered, member);
      } catch {
        gathered.broken.push(path);
      }
    }
  }
  return gathered;
}

/** @param {Gathered} gathered @param {Found} found */
async function take(gathered, found) {
  const parts = found.path.split('/');
  const language = LANGUAGE_OF_SUFFIX[/\.(\w+)$/.exec(found.path)?.[1].toLowerCase() ?? ''];
  if (!language || parts.some((part) => part.startsWith('.') || part === 'node_modules' || part === '__MACOSX')) {
    gathered.left += 1;
  } else if (gathered.sources.length >= FILES_LIMIT) {
    gathered.more = true;
  } else {
    gathered.sources.push({ path: found.path, ...(await textOf(found)), language, ...saidBy(parts) });
  }
}

/** @param {Found} found @returns {Promise<{text: string | null, fault: '' | 'big' | 'binary'}>} */
async function textOf(found) {
  if (found.size > FILE_LIMIT_BYTES) return { text: null, fault: 'big' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(await found.bytes());
    return text.includes('\0') ? { text: null, fault: 'binary' } : { text, fault: '' };
  } catch (error) {
    return { text: null, fault: error instanceof RangeError ? 'big' : 'binary' };
  }
}

/** What `<language>/<difficulty>/<category>_<name>` says; empty for what it does not. @param {string[]} parts */
function saidBy(parts) {
  /** @type {Difficulty | ''} */
  const difficulty = DIFFICULTIES.find((one) => parts.some((part) => part.toUpperCase() === one)) ?? '';
  return { difficulty, category: CATEGORY.exec(parts[parts.length - 1])?.[1] ?? '' };
}

// ---------------------------------------------------------------- zip

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/**
 * The members of a zip archive, from its directory at the end. Throws for anything else.
 * @param {File} file @returns {Promise<Found[]>}
 */
async function membersOf(file) {
  if (file.size > ARCHIVE_LIMIT_BYTES) throw new RangeError('the archive is too large');
  const view = new DataView(await file.arrayBuffer());
  let end = view.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0) throw new TypeError('no zip archive');
  /** @type {Found[]} */
  const members = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== ENTRY) throw new TypeError('a broken directory');
    const [method, packed, size] = [
      view.getUint16(at + 10, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 24, true),
    ];
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const header = view.getUint32(at + 42, true);
    const path = new TextDecoder().decode(new Uint8Array(view.buffer, at + 46, name));
    at += 46 + name + extra + comment;
    if (path.endsWith('/')) continue;
    const data = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
    members.push({ path, size, bytes: () => unpack(new Uint8Array(view.buffer, data, packed), method) });
  }
  return members;
}

/** @param {Uint8Array<ArrayBuffer>} packed @param {number} method @returns {Promise<Uint8Array>} */
async function unpack(packed, method) {
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw new TypeError('packed in another way');
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const whole = new Uint8Array(FILE_LIMIT_BYTES);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return whole.subarray(0, length);
    if (length + value.length > FILE_LIMIT_BYTES) {
      await reader.cancel();
      throw new RangeError('a member is too large');
    }
    whole.set(value, length);
    length += value.length;
  }
}
