// @ts-check
/** Code is checked by the server while it is typed, for the pages on which admins write some. */

import { Problem } from '../../net/api.js';
import { postAdminSnippetsCheck } from './routes.js';

/** @import { Api } from '../../net/api.js' */
/** @import { CheckBody, CheckOut } from '../../net/types.js' */

const AFTER_MS = 300; // of no typing

export class Checking {
  /**
   * @param {Api} api
   * @param {() => {language: string, snippet_text: string, id: string | null}} code what is checked; `id`: of the
   * snippet that it comes from
   * @param {{checking: () => void, checked: (answer: CheckOut | null) => void}} verdict null: it could not be checked
   */
  constructor(api, code, verdict) {
    this.api = api;
    this.code = code;
    this.verdict = verdict;
    this.turn = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.later = undefined;
  }

  /** The verdict on the code that is there in a while; what was asked before no longer matters. */
  soon(after_ms = AFTER_MS) {
    this.leave();
    const turn = this.turn;
    this.verdict.checking();
    this.later = setTimeout(async () => {
      const body = /** @type {CheckBody} */ (this.code());
      const answer = await this.api.call(postAdminSnippetsCheck, { body }).catch((error) => {
        if (!(error instanceof Problem)) throw error;
        return null;
      });
      if (turn === this.turn) this.verdict.checked(answer);
    }, after_ms);
  }

  /** No verdict is given any more. */
  leave() {
    this.turn += 1;
    clearTimeout(this.later);
  }
}
