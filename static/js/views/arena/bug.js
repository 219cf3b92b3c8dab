// @ts-check
/** What enemies look like: small bugs, drawn from bitmaps. The longer a line, the bigger its bug. */

import { svg } from '../../dom.js';

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

/** @param {number} length of the line */
export function bug(length) {
  const bitmap = length <= 14 ? MITE : length <= 34 ? BEETLE : MOTHER;
  const width = bitmap[0].length;
  let path = '';
  bitmap.forEach((row, y) => {
    for (let x = 0; x < width; x += 1) if (row[x] === '#') path += `M${x} ${y}h1v1h-1z`;
  });
  const size = { width: width * 2, height: bitmap.length * 2 };
  return svg('svg', { viewBox: `0 0 ${width} ${bitmap.length}`, ...size, 'aria-hidden': 'true', focusable: 'false' }, svg('path', { d: path }));
}
