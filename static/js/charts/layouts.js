// @ts-check
/**
 * Keyboards, as they are printed: rows of keys, each the characters it gives alone, with Shift and with AltGr. A letter
 * is listed once; `§` and other characters that no snippet holds are there because they are printed on the key.
 */

/** @import { SettingsOut } from '../net/types.js' */

/** @satisfies {Record<SettingsOut['keyboard'], string[]>} */
const ROWS_OF = {
  qwerty: [
    '`~ 1! 2@ 3# 4$ 5% 6^ 7& 8* 9( 0) -_ =+',
    'q w e r t y u i o p [{ ]} \\|',
    'a s d f g h j k l ;: \'"',
    'z x c v b n m ,< .> /?',
  ],
  qwertz: [
    '^° 1! 2" 3§ 4$ 5% 6& 7/{ 8([ 9)] 0=} ß?\\ ´`',
    'q@ w e r t z u i o p ü +*~',
    "a s d f g h j k l ö ä #'",
    '<>| y x c v b n m ,; .: -_',
  ],
  azerty: [
    '² &1 é2~ "3# \'4{ (5[ -6| è7` _8\\ ç9^ à0@ )°] =+}',
    'a z e r t y u i o p ˆ¨ $£',
    'q s d f g h j k l m ù% *µ',
    '<> w x c v b n ,? ;. :/ !§',
  ],
  dvorak: [
    '`~ 1! 2@ 3# 4$ 5% 6^ 7& 8* 9( 0) [{ ]}',
    '\'" ,< .> p y f g c r l /? =+ \\|',
    'a o e u i d h t n s -_',
    ';: q j k x b m w v z',
  ],
  colemak: [
    '`~ 1! 2@ 3# 4$ 5% 6^ 7& 8* 9( 0) -_ =+',
    'q w f p g j l u y ;: [{ ]} \\|',
    'a r s t d h n e i o \'"',
    'z x c v b k m ,< .> /?',
  ],
};

/** The space before a row's first key, in widths of a key: Tab, Caps Lock, Shift. */
/** @type {Record<string, string[]>} */
const ROWS = ROWS_OF;
const INDENT = [0, 1.5, 1.75, 2.25];
const INDENT_ISO = [0, 1.5, 1.75, 1.25];

/**
 * A keyboard's rows. A key is its characters, what is printed on it first; the last row is the space bar.
 * @param {string} name a layout; an unknown one is drawn as qwerty
 * @returns {{indent: number, keys: string[][]}[]}
 */
export function layout(name) {
  const rows = ROWS[name] ?? ROWS.qwerty;
  const indent = name === 'qwertz' || name === 'azerty' ? INDENT_ISO : INDENT;
  const typed = rows.map((row, index) => ({ indent: indent[index], keys: row.split(' ').map(characters) }));
  typed[2].keys.push(['\n']);
  return [...typed, { indent: 3.75, keys: [[' ']] }];
}

/** @param {string} key */
function characters(key) {
  const all = [...key];
  const [first, second] = all;
  const isLetter = /^[a-z]$/.test(first) && (all.length === 1 || /[^A-Za-z]/.test(second));
  return isLetter ? [first, first.toUpperCase(), ...all.slice(1)] : all;
}
