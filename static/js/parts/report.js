// @ts-check
/** Reporting something to the moderators: folded, until it is asked for. */

import { h } from '../dom.js';
import { text, titles } from '../text/report.js';
import { formElement } from './form.js';

/** @import { ReportBody } from '../net/types.js' */

/** @typedef {(report: ReportBody) => Promise<unknown>} Report throws a Problem */

let made = 0;

/** @param {ReportBody['kind']} kind @param {string} id @param {Report} report */
export function reportView(kind, id, report) {
  const box = h('div');
  const name = `report-${++made}`;
  const form = () =>
    formElement(
      {
        name,
        fields: [{ name: 'reason', label: text.reason, type: 'textarea', most: 500 }],
        submit: text.send,
        kind: 'small',
        done: text.done,
      },
      async ({ reason }) => {
        await report({ kind, id, reason });
      },
    );
  const fillOnce = () => {
    if (!box.firstChild) box.append(form());
  };
  return h('details.report', { ontoggle: fillOnce }, h('summary', {}, titles[kind]), box);
}
