// @ts-check
/**
 * The bitmaps: the enemies, small bugs (the longer a line, the bigger its bug), and the gun on the wall.
 */

import { svg } from '../dom.js';

const MITE = ['.#.....#.', '..#...#..', '.#######.', '##.###.##', '#########', '#.#####.#', '..#...#..'];
const BEETLE = ['#...#...#', '.#.###.#.', '.#######.', '###.#.###', '#########', '.#######.', '#.#...#.#', '#.......#'];
const MOTHER = [
  '...#...#...',
  '#...###...#',
  '#.#######.#',
  '###..#..###',
  '###########',
  '.#########.',
  '..#######..',
  '.#.#...#.#.',
  '#..#...#..#',
];
const GUN = ['##......', '####....', '#.######', '####....', '##......'];

export const PIXEL = 2; // of a bug, in CSS pixels
const GUN_PIXEL = 3;

/** @param {number} length of the line */
function bitmapOf(length) {
  return length <= 14 ? MITE : length <= 34 ? BEETLE : MOTHER;
}

/** @param {number} length of the line */
export function bug(length) {
  return drawn(bitmapOf(length), PIXEL);
}

/** Where the squares of that bug are, from its upper left corner, in CSS pixels. @param {number} length of the line */
export function bugSquares(length) {
  return squares(bitmapOf(length)).map(({ x, y }) => ({ x: x * PIXEL, y: y * PIXEL }));
}

export function gun() {
  return drawn(GUN, GUN_PIXEL);
}

/** @param {string[]} bitmap @param {number} pixel */
function drawn(bitmap, pixel) {
  const width = bitmap[0].length;
  const path = squares(bitmap)
    .map(({ x, y }) => `M${x} ${y}h1v1h-1z`)
    .join('');
  const size = { width: width * pixel, height: bitmap.length * pixel };
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${bitmap.length}`, ...size, 'aria-hidden': 'true', focusable: 'false' },
    svg('path', { d: path }),
  );
}

/** @param {string[]} bitmap */
function squares(bitmap) {
  return bitmap.flatMap((row, y) => [...row].flatMap((square, x) => (square === '#' ? [{ x, y }] : [])));
}
