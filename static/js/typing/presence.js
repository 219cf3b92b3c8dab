// @ts-check
/**
 * Whether the player can see the page and type into it.
 *
 * Law: it tells when they cannot any more, and `here()` says how it is now. That they are back is never taken for their
 * wish to go on: they say that themselves.
 */

const LOOK_EVERY_MS = 1_000;
const ASLEEP_MS = 8_000; // no page that is seen is kept from looking for that long while its machine is awake

/** @typedef {'hidden' | 'elsewhere' | 'asleep'} Gone */

/**
 * @param {(why: Gone) => void} gone
 * @returns {{here: () => boolean, close: () => void}}
 */
export function watchPresence(gone) {
  const stopped = new AbortController();
  const { signal } = stopped;
  const hidden = () => document.visibilityState === 'hidden';
  document.addEventListener('visibilitychange', () => hidden() && gone('hidden'), { signal });
  addEventListener('blur', () => gone(hidden() ? 'hidden' : 'elsewhere'), { signal });
  // By the wall clock: the monotonic one stands still while some systems sleep.
  let looked_at = Date.now();
  const looking = setInterval(() => {
    const slept = Date.now() - looked_at > ASLEEP_MS;
    looked_at = Date.now();
    if (slept) gone('asleep');
  }, LOOK_EVERY_MS);
  return {
    here: () => !hidden() && document.hasFocus(),
    close: () => {
      stopped.abort();
      clearInterval(looking);
    },
  };
}
