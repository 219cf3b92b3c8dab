// @ts-check
/** The files of an upload, each checked by the server, and what each would become. */

import { Problem } from '../../../net/api.js';
import { text } from './text.js';
import { postAdminSnippetsCheck } from '../routes.js';

/** @import { Api } from '../../../net/api.js' */
/** @import { CheckOut } from '../../../net/types.js' */
/** @import { Source } from './files.js' */
/** @import { Defaults, Row } from './view.js' */

/**
 * @typedef {object} Checked
 * @property {Source} source
 * @property {CheckOut | null} answer null: not checked, or nothing to check
 * @property {string} twin the path of an earlier file with the same text; empty for none
 */

const AT_ONCE = 3;

export class Checks {
  /** @param {Api} api */
  constructor(api) {
    this.api = api;
    /** @type {Checked[]} */
    this.all = [];
    this.turn = 0; // files that are chosen later end the checking of those before
  }

  stop() {
    this.turn += 1;
  }

  /**
   * Check these in place of the earlier ones. Returns false when it was stopped.
   * @param {Source[]} sources @param {(done: number, of: number) => void} progress
   */
  async run(sources, progress) {
    const mine = ++this.turn;
    this.all = sources.map((source) => ({ source, answer: null, twin: '' }));
    const pending = [...this.all];
    let done = 0;
    progress(0, sources.length);
    const work = async () => {
      for (let one = pending.shift(); one && mine === this.turn; one = pending.shift()) {
        one.answer = await this.#check(one.source);
        done += 1;
        if (mine === this.turn) progress(done, sources.length);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (mine !== this.turn) return false;
    this.#findTwins();
    return true;
  }

  /** @param {Source} source @returns {Promise<CheckOut | null>} */
  async #check({ language, text: snippet_text }) {
    if (snippet_text === null) return null;
    return this.api.call(postAdminSnippetsCheck, { body: { language, snippet_text } }).catch((error) => {
      if (!(error instanceof Problem)) throw error;
      return null;
    });
  }

  #findTwins() {
    /** @type {Map<string, string>} */
    const seen = new Map();
    for (const one of this.all) {
      if (!isGood(one)) continue;
      const key = `${one.source.language}\n${one.answer?.snippet_text}`;
      one.twin = seen.get(key) ?? '';
      if (!one.twin) seen.set(key, one.source.path);
    }
  }

  /** What can be added. */
  get good() {
    return this.all.filter((one) => isGood(one) && !one.twin);
  }

  /** @param {Checked} one @param {Defaults} defaults for what the file does not say */
  becomes({ source, answer }, { difficulty, category }) {
    return {
      language: source.language,
      difficulty: source.difficulty || difficulty || answer?.measures?.difficulty || '',
      category: source.category || category,
    };
  }

  /** @param {Checked} one @param {Defaults} defaults @returns {Row} */
  row(one, defaults) {
    const { source, answer, twin } = one;
    return {
      path: source.path,
      becomes: answer && this.becomes(one, defaults),
      good: isGood(one) && !twin,
      faults: answer?.faults ?? [],
      text: source.text,
      ...outcomeOf(one),
    };
  }
}

/** @param {Checked} one @returns {{outcome: string, link: string | null}} */
function outcomeOf({ source, answer, twin }) {
  const t = text;
  const near = answer?.near_duplicates[0];
  const told = (/** @type {string} */ outcome) => ({ outcome, link: null });
  if (source.fault) return told(source.fault === 'big' ? t.tooBig : t.unreadable);
  if (!answer) return told(t.unchecked);
  if (answer.faults.length) return told(t.bad(answer.faults.length));
  if (twin) return told(t.twin(twin));
  if (!near) return told(t.good);
  return { outcome: near.alikeness === 1 ? t.duplicate : t.alike(near.alikeness), link: `/admin/snippets/${near.id}` };
}

/** @param {Checked} one */
function isGood({ answer }) {
  return answer !== null && answer.faults.length === 0 && answer.near_duplicates[0]?.alikeness !== 1;
}
