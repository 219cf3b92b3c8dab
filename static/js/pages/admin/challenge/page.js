// @ts-check
/**
 * One challenge, for admins: its draft, its versions, and which of them players get.
 *
 * Law: saving never changes what players see; publishing and going back do.
 */

import { Problem } from '../../../net/api.js';
import { ask } from '../../../parts/ask.js';
import { getSnippets } from '../../../routes.js';
import { difficulties } from '../../../text/common.js';
import { forAdmins, refusal } from '../access.js';
import { Checking } from '../checking.js';
import { challengePage, trackPage } from '../courses-links.js';
import {
  deleteAdminChallengesById,
  getAdminChallengesById,
  getAdminTracksById,
  postAdminChallengesByIdPublish,
  postAdminChallengesByIdRollback,
  postAdminChallengesByIdUnpublish,
  postAdminChallengesSuggest,
  postAdminLessonsByIdChallenges,
  putAdminChallengesById,
} from '../routes.js';
import { sentFor, suggestedValues } from './fields.js';
import { text } from './text.js';
import { baseOf, ChallengeView } from './view.js';

/** @import { App } from '../../../app.js' */
/** @import { AdminChallenge, AdminTrack } from '../../../net/types.js' */
/** @import { CourseSuggestion, NewChallenge, Suggest } from '../../../net/types.js' */
/** @import { Code, Ways } from './view.js' */

const FOUND = 20;

export const openNewChallenge = forAdmins(async (app, { query }) => {
  const lesson = query.get('lesson') ?? '';
  /** @type {AdminTrack} */
  const { track } = await app.api.call(getAdminTracksById(query.get('track') ?? ''));
  const editing = new Editing(app, track.language, null, {
    save: async (values, code) => {
      const body = /** @type {NewChallenge} */ ({ ...sentFor(values), ...code });
      /** @type {AdminChallenge} */
      const made = await app.api.call(postAdminLessonsByIdChallenges(lesson), { body });
      await app.router.go(challengePage(made.id), { replace: true });
      app.notice(text.saved);
    },
  });
  editing.view.where(track.id, track.title);
  return { element: editing.view.element, title: text.fresh, leave: () => editing.leave() };
});

export const openChallenge = forAdmins(async (app, { params }) => {
  /** @type {AdminChallenge} */
  const challenge = await app.api.call(getAdminChallengesById(params.id));
  const { id, track } = challenge;
  const base = baseOf(challenge); // on which the server notices that somebody else edits
  /** @param {Promise<unknown>} work @param {string} done */
  const change = async (work, done) => {
    const said = await work.then(() => done, refusal);
    await app.router.open();
    app.notice(said);
  };
  /**
   * @param {{title: string, lead: string, danger?: boolean}} question
   * @param {() => Promise<unknown>} work @param {string} done
   */
  const asked = async (question, work, done) => {
    if (await ask({ ...question, confirm: question.title })) await change(work(), done);
  };
  const editing = new Editing(app, track.language, challenge, {
    save: async (values, code) => {
      const body = { ...sentFor(values), ...code, seen_updated_at: base.updated_at };
      await app.api.call(putAdminChallengesById(id), { body });
      await app.router.open();
      app.notice(text.saved);
    },
    publish: (version) =>
      asked(
        { title: text.publish(version), lead: text.publishLead },
        () => app.api.call(postAdminChallengesByIdPublish(id), { body: { version } }),
        text.published,
      ),
    rollback: (version) =>
      asked(
        { title: text.rollback(version), lead: text.publishLead },
        () => app.api.call(postAdminChallengesByIdRollback(id), { body: { version } }),
        text.rolledBack(version),
      ),
    unpublish: () =>
      asked(
        { title: text.unpublish, lead: text.unpublishLead, danger: true },
        () => app.api.call(postAdminChallengesByIdUnpublish(id)),
        text.unpublished,
      ),
    remove: () => remove(app, challenge),
  });
  editing.view.where(track.id, track.title);
  return { element: editing.view.element, title: base.title, leave: () => editing.leave() };
});

/** @param {App} app @param {AdminChallenge} challenge */
async function remove(app, challenge) {
  const t = text;
  const { id, track, attempts } = challenge;
  const { title } = baseOf(challenge);
  const question = { title: t.sureRemove(title), lead: t.removeLead(attempts), confirm: t.remove, danger: true };
  if (!(await ask(question))) return;
  try {
    await app.api.call(deleteAdminChallengesById(id));
  } catch (error) {
    app.notice(refusal(error));
    return;
  }
  await app.router.go(trackPage(track.id));
  app.notice(t.removed);
}

/** The code while it is edited: checked, chosen from the library, and what it suggests. */
class Editing {
  /**
   * @param {App} app @param {string} language of the track @param {AdminChallenge | null} challenge null for a new one
   * @param {Pick<Ways, 'save'> & Partial<Ways>} ways
   */
  constructor(app, language, challenge, ways) {
    this.app = app;
    this.language = language;
    this.view = new ChallengeView(challenge, language, {
      ...ways,
      changed: () => this.checking.soon(),
      find: (q) => app.api.call(getSnippets, { query: { language, q, per_page: FOUND } }),
      suggest: (code) => this.suggest(code),
      say: (words) => app.say(words),
    });
    const code = () => ({ language, snippet_text: this.view.code.value, id: this.view.snippet?.id ?? null });
    this.checking = new Checking(app.api, code, this.view.verdict);
    if (challenge) this.checking.soon(0);
  }

  leave() {
    this.checking.leave();
  }

  /** @param {Code} code */
  async suggest(code) {
    try {
      /** @type {CourseSuggestion} */
      const found = await this.app.api.call(postAdminChallengesSuggest, {
        body: /** @type {Suggest} */ ({ language: this.language, ...code }),
      });
      this.view.fill(suggestedValues(found), text.suggested(difficulties[found.difficulty], found.expected_wpm));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.view.refuse(error);
      this.app.notice(refusal(error));
    }
  }
}
