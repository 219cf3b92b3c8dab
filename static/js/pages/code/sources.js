// @ts-check
/** Source files out of what somebody chose or dropped, as many as one request takes. */

import { pathOf } from '../../parts/dropped.js';
import { MOST, SOURCE } from './terms.js';

/** @typedef {{path: string, text: string}} SourceFile */
/** @typedef {{files: SourceFile[], left: number, tooMuch: boolean}} Sources */

const NOT_OWN = new Set(['node_modules', '__pycache__', '__MACOSX', 'venv', 'site-packages']);

/** @param {File[]} files @returns {Promise<Sources>} */
export async function sourcesOf(files) {
  /** @type {Sources} */
  const sources = { files: [], left: 0, tooMuch: false };
  let characters = 0;
  const sorted = files
    .map((file) => ({ file, path: pathOf(file) }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  for (const { file, path } of sorted) {
    const folders = path.split('/').slice(0, -1);
    const isOther = !SOURCE.test(path) || folders.some((one) => one.startsWith('.') || NOT_OWN.has(one));
    if (isOther || file.size > MOST.characters * 4) {
      sources.left += 1;
      continue;
    }
    const text = await file.text();
    if (sources.files.length === MOST.files || characters + text.length > MOST.characters) {
      sources.tooMuch = true;
      continue;
    }
    characters += text.length;
    sources.files.push({ path, text });
  }
  return sources;
}
