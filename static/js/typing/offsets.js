// @ts-check
/** Where the keys of a wave are in its text, in the order in which they are pressed. */

/**
 * The offsets of a wave's keys: the characters of its lines, and the Enter after each but the last.
 * @param {{enemies: {start: number, end: number}[]}} wave
 */
export function typedOffsets({ enemies }) {
  /** @type {number[]} */
  const offsets = [];
  enemies.forEach(({ start, end }, index) => {
    for (let at = start; at < end; at += 1) offsets.push(at);
    if (index < enemies.length - 1) offsets.push(end);
  });
  return offsets;
}
