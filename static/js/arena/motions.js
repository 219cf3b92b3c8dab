// @ts-check
/** Short motions of the arena's elements. Law: each ends where it began. The caller decides whether to move. */

/** An enemy strikes the wall. @param {Element | null} bug */
export function lunge(bug) {
  bug?.animate([{ transform: 'none' }, { transform: 'translateX(-26px) scale(1.5)' }, { transform: 'none' }], {
    duration: 260,
    easing: 'ease-out',
  });
}

/** @param {Element} element @param {number} far in pixels */
export function shake(element, far) {
  element.animate(
    [0, -1, 0.8, -0.6, 0.4, 0].map((part) => ({
      transform: `translate(${(part * far).toFixed(1)}px, ${(part * -0.4 * far).toFixed(1)}px)`,
    })),
    { duration: 260 },
  );
}

/** A wrong key: the line shivers. @param {Element} line */
export function shiver(line) {
  line.animate(
    [0, -4, 4, -2, 0].map((x) => ({ transform: `translateX(${x}px)` })),
    { duration: 140 },
  );
}

/** @param {Element} element */
export function swell(element) {
  element.animate([{ transform: 'scale(1.6)', opacity: 1 }, { transform: 'none' }], {
    duration: 450,
    easing: 'cubic-bezier(.2,.9,.3,1)',
  });
}

/** It is lost, and falls. @param {Element} element @param {() => void} gone */
export function fall(element, gone) {
  const falls = element.animate(
    [
      { transform: 'none', opacity: 0.9 },
      { transform: 'translateY(60px) rotate(9deg)', opacity: 0 },
    ],
    { duration: 420, easing: 'ease-in' },
  );
  falls.onfinish = gone;
}
