// @ts-check
/** One's own code: brought, cut into pieces by the server, looked through, kept; and the collections there are. */

import { lastChoice } from '../../game/choice.js';
import { startOrSay } from '../../games.js';
import { Problem } from '../../net/api.js';
import { collectionAddress } from '../../parts/collections.js';
import { droppedFiles } from '../../parts/dropped.js';
import { whyNot } from '../../text/common.js';
import { sourcesOf } from './sources.js';
import { MOST } from './terms.js';
import { addressOf } from '../../parts/pages.js';
import { text } from './text.js';
import { CodeView } from './view.js';
import { getCollections, postCollections, postCollectionsByIdSnippets, postCodeCut } from '../../later-routes.js';

/** @import { App } from '../../app.js' */
/** @import { CodeFile, Language, PieceOut } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */

const OWN_SHOWN = 100; // more than anybody may have
const SOURCE_LENGTH = 300;

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openCode(app, { query }) {
  const page = new CodePage(app, {
    language: query.get('language') ?? '',
    number: Math.max(1, Math.floor(Number(query.get('page'))) || 1),
  });
  await page.lists();
  return { element: page.view.element, title: text.title };
}

class CodePage {
  /** @param {App} app @param {{language: string, number: number}} asked of the public collections */
  constructor(app, asked) {
    this.app = app;
    this.asked = asked;
    /** @type {CodeFile[]} chosen or dropped */
    this.files = [];
    this.view = new CodeView(lastChoice().language, {
      chosen: (files) => this.#take(files),
      dropped: async (data) => this.#take(await droppedFiles(data, MOST.files * 20)),
      cut: (pasted, language) => this.#cut(pasted, language),
      save: (pieces, language, where, name) => this.#save(pieces, language, where, name),
      practise: (id) => startOrSay(app, { mode: 'PRACTICE', collection: id }),
      filter: (language) => app.router.go(addressOf('/code', { language })),
      at: (number) => addressOf('/code', { language: asked.language }, number),
    });
  }

  async lists() {
    const { app, asked } = this;
    const query = { page: asked.number, ...(asked.language && { language: asked.language }) };
    const [own, found] = await Promise.all([
      app.account.user ? app.api.call(getCollections, { query: { mine: true, per_page: OWN_SHOWN } }) : null,
      app.api.call(getCollections, { query }),
    ]);
    this.view.lists(own?.items ?? [], found, asked.language);
  }

  /** @param {File[]} files */
  async #take(files) {
    if (!files.length) return;
    const sources = await sourcesOf(files);
    this.files = sources.files;
    this.view.chosen(sources);
    if (this.files.length) await this.#ask(this.files);
  }

  /** @param {string} pasted @param {Language} language */
  async #cut(pasted, language) {
    const code = pasted.trim() ? [{ path: text.usualName, text: pasted, language }] : this.files;
    if (code.length) await this.#ask(code);
    else this.view.refuse(text.nothing);
  }

  /** @param {CodeFile[]} files */
  async #ask(files) {
    const { app, view } = this;
    view.busy(true);
    try {
      await app.account.ensure();
      view.found(await app.api.call(postCodeCut, { body: { files } }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      view.refuse(whyNot(error));
    } finally {
      view.busy(false);
    }
  }

  /**
   * @param {PieceOut[]} pieces @param {Language} language
   * @param {string} where id of a collection; empty for a new one @param {string} name of a new one
   */
  async #save(pieces, language, where, name) {
    const { app, view } = this;
    view.busy(true);
    try {
      const id = where || (await app.api.call(postCollections, { body: { name, language } })).collection.id;
      const snippets = pieces.map((one) => ({ snippet_text: one.snippet_text, source: sourceOf(one) }));
      const { added } = await app.api.call(postCollectionsByIdSnippets(id), { body: { snippets } });
      app.notice(text.saved(added));
      if (view.saved(language)) await this.lists();
      else app.router.go(collectionAddress(id));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      view.refuseSave(error.errors[0]?.detail ?? whyNot(error));
      await this.lists(); // a new collection may be there, and empty
    } finally {
      view.busy(false);
    }
  }
}

/** @param {PieceOut} piece */
const sourceOf = ({ path, first_line, last_line }) => `${path}:${first_line}-${last_line}`.slice(-SOURCE_LENGTH);
