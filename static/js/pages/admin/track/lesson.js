// @ts-check
/** A lesson as a form: its title and its Markdown, with a preview of what players will read. */

import { fill, h } from '../../../dom.js';
import { formElement, isProblem } from '../../../parts/form.js';
import { markdownView } from '../../../parts/markdown.js';
import { whyNot } from '../../../text/common.js';
import { text } from './text.js';

/** @import { AdminLesson, TextBlock } from '../../../net/types.js' */

/**
 * @param {string} name @param {string} submit @param {AdminLesson | null} lesson null for a new one
 * @param {(values: Record<string, string>) => Promise<void>} send throws a Problem
 * @param {(words: string) => Promise<TextBlock[]>} preview likewise
 */
export function lessonForm(name, submit, lesson, send, preview) {
  const t = text;
  const level = lesson ? 4 : 3; // of the heading above the preview
  const plain = { autocomplete: 'off', type: 'text' };
  const shown = h('div.lesson-preview', { role: 'region', 'aria-label': t.preview, hidden: true });
  const form = formElement(
    {
      name: `lesson-${name}`,
      fields: [
        { ...plain, name: 'title', label: t.name, value: lesson?.title },
        {
          ...{ ...plain, name: 'text', label: t.lessonText, hint: t.lessonHint, type: 'textarea', required: false },
          ...{ value: lesson?.text, attributes: { rows: 10, spellcheck: 'true' } },
        },
      ],
      submit,
      kind: lesson ? '' : 'primary',
    },
    send,
    h('p.choices', {}, h('button', { type: 'button', onclick: () => show() }, t.preview)),
    shown,
  );
  const show = async () => {
    const area = form.elements.namedItem('text');
    const words = area instanceof HTMLTextAreaElement ? area.value : ''; // its line breaks are \n
    const blocks = await preview(words).catch((error) => {
      if (!isProblem(error)) throw error;
      return error;
    });
    shown.hidden = false;
    if (blocks instanceof Error) fill(shown, h('p.error', { role: 'alert' }, whyNot(blocks)));
    else fill(shown, blocks.length ? markdownView(blocks, level) : h('p.muted', {}, t.noText));
  };
  return form;
}
