// @ts-check
/** Files that somebody dropped or chose, with where they lay: files do not say so themselves. */

/** Where files lay in what was dropped. @type {WeakMap<File, string>} */
const droppedPaths = new WeakMap();

/** Its path in the folder that was dropped or chosen; otherwise its name. @param {File} file */
export const pathOf = (file) => droppedPaths.get(file) ?? (file.webkitRelativePath || file.name);

/**
 * Every file that was dropped, folders opened; not many more than `most`.
 * @param {DataTransfer} dropped @param {number} most @returns {Promise<File[]>}
 */
export async function droppedFiles(dropped, most) {
  const pending = [...dropped.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (!pending.length) return [...dropped.files];
  /** @type {File[]} */
  const files = [];
  for (let entry = pending.shift(); entry && files.length <= most; entry = pending.shift()) {
    if (entry.isFile) files.push(await fileOf(/** @type {FileSystemFileEntry} */ (entry)));
    else pending.push(...(await entriesIn(/** @type {FileSystemDirectoryEntry} */ (entry))));
  }
  return files;
}

/** @param {FileSystemFileEntry} entry @returns {Promise<File>} */
async function fileOf(entry) {
  /** @type {File} */
  const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
  droppedPaths.set(file, entry.fullPath.replace(/^\//, ''));
  return file;
}

/** All of a folder; it is read in parts. @param {FileSystemDirectoryEntry} folder */
async function entriesIn(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const all = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return all;
    all.push(...some);
  }
}
