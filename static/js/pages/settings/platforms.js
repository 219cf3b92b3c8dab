// @ts-check
/** History from other trainers: what was brought, its removal, and a form that takes one more export. */

import { fill, h } from '../../dom.js';
import { card, select } from '../../parts/pieces.js';
import { count, tenths, utcDay } from '../../text/common.js';
import { platforms } from '../../text/platforms.js';
import { text as settingsText } from './text.js';

/** @import { ImportOut, Platform, PlatformProfile, PlatformsOut } from '../../net/types.js' */

/** @typedef {{done: ImportOut, now: PlatformsOut}} Brought */

/**
 * @typedef {object} PlatformWays both return what there is then; null after telling the player why not
 * @property {(platform: Platform, file: File, handle: string) => Promise<Brought | null>} bring
 * @property {(platform: Platform) => Promise<PlatformsOut | null>} remove
 */

/** @param {PlatformsOut} brought @param {PlatformWays} ways */
export function platformsCard(brought, ways) {
  const t = settingsText.platforms;
  const list = h('ul.devices');
  const said = h('p', { role: 'status' });
  /** @param {PlatformsOut} now */
  const update = ({ profiles }) =>
    fill(
      list,
      profiles.map((profile) => row(profile, () => remove(profile.platform))),
    );
  /** @param {Platform} platform */
  const remove = async (platform) => {
    const now = await ways.remove(platform);
    if (!now) return;
    update(now);
    said.textContent = t.removed(platforms[platform]);
    form.focus();
  };
  const form = importForm(async (platform, file, handle) => {
    said.textContent = t.reading;
    let done = '';
    try {
      const answer = await ways.bring(platform, file, handle);
      if (!answer) return;
      done = t.done(answer.done);
      update(answer.now);
    } finally {
      said.textContent = done;
    }
  });
  update(brought);
  return { element: card('platforms', t.title, h('p.hint', {}, t.hint), list, form.element, said) };
}

/** @param {PlatformProfile} profile @param {() => void} remove */
function row({ platform, handle, tests, days, first_day, last_day, current_wpm, best_wpm }, remove) {
  const t = settingsText.platforms;
  const name = platforms[platform];
  return h(
    'li',
    { 'data-platform': platform },
    h(
      'div',
      {},
      h('b', {}, handle ? `${name} (${handle})` : name),
      h('p.hint', {}, t.brought(count(tests, 'test'), count(days, 'day'), utcDay(first_day), utcDay(last_day))),
      h('p.hint', {}, t.speeds(tenths(current_wpm), tenths(best_wpm))),
    ),
    h('button.quiet', { type: 'button', 'aria-label': t.removeOf(name), onclick: remove }, t.remove),
  );
}

/** @param {(platform: Platform, file: File, handle: string) => Promise<void>} bring */
function importForm(bring) {
  const t = settingsText.platforms;
  let platform = /** @type {Platform} */ (Object.keys(platforms)[0]);
  const where = h('p.hint', { id: 'import-where' });
  const file = h('input', { id: 'import-file', type: 'file', required: true, 'aria-describedby': 'import-where' });
  const handle = h('input', { id: 'import-handle', maxlength: 50, autocomplete: 'off' });
  const submit = h('button', {}, t.bring);
  const choose = (/** @type {string} */ value) => {
    platform = /** @type {Platform} */ (value);
    where.textContent = t.where[platform];
    file.accept = t.accept[platform];
  };
  choose(platform);
  const element = h(
    'form.import',
    {
      onsubmit: async (/** @type {Event} */ event) => {
        event.preventDefault();
        const chosen = file.files?.[0];
        if (!chosen) return;
        submit.disabled = true;
        try {
          await bring(platform, chosen, handle.value.trim());
        } finally {
          submit.disabled = false;
          file.value = '';
        }
      },
    },
    select(t.from, platforms, platform, choose),
    h('label', { for: file.id }, t.file),
    file,
    where,
    h('label', { for: handle.id }, t.handle),
    handle,
    h('p.choices', {}, submit),
  );
  return { element, focus: () => file.focus() };
}
