// @ts-check
/** The rhythm of what moves. */

/**
 * Draw with each frame of the screen, until the returned function is called.
 * @param {(passed_ms: number) => void} draw is told what passed since the frame before
 * @returns {() => void}
 */
export function everyFrame(draw) {
  let last = performance.now();
  let frame = requestAnimationFrame(function next(now) {
    draw(now - last);
    last = now;
    frame = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(frame);
}
