// @ts-check
/** Joins a discussion to the server: `await discussion(app, 'contest:friday')` is the element that a page shows. */

import {
  deleteCommentsById,
  deleteCommentsByIdLike,
  deletePostsById,
  deletePostsByIdLike,
  getPosts,
  getPostsById,
  getPostsByIdComments,
  postPosts,
  postPostsByIdComments,
  postPostsPreview,
  putCommentsById,
  putCommentsByIdLike,
  putModerationTextsByKindById,
  putPostsById,
  putPostsByIdLike,
} from './later-routes.js';
import { Problem } from './net/api.js';
import { DiscussionView } from './parts/discussion.js';
import { reporter } from './reports.js';
import { whyNot } from './text/common.js';

/** @import { App } from './app.js' */
/** @import { TextBody } from './net/types.js' */
/** @import { Deeds } from './parts/written.js' */

const LINKED = /^#post-([0-9a-f-]{36})$/;

/**
 * What is said about something, which has its own style sheets `discussion` and `markdown`. The element is there at
 * once; what it holds comes when it has been asked for.
 * @param {App} app @param {string} on as `GET /api/posts` takes it
 */
export function discussion(app, on) {
  const { api } = app;
  const then = encodeURIComponent(location.pathname);
  const written = deedsOf(app);
  const view = new DiscussionView({
    written,
    entry: written.mayWrite ? null : { login: `/login?then=${then}`, register: `/register?then=${then}` },
    posts: (after) => api.call(getPosts, { query: { on, after } }),
    add: (text) => api.call(postPosts, { query: { on }, body: { text } }),
    one: (id) => api.call(getPostsById(id)),
    comments: (post, after) => api.call(getPostsByIdComments(post), { query: { after } }),
    answer: (post, parent_id, text) => api.call(postPostsByIdComments(post), { body: { text, parent_id } }),
  });
  view.open(LINKED.exec(location.hash)?.[1] ?? null).catch((error) => {
    if (!(error instanceof Problem)) throw error;
    view.fail(whyNot(error));
  });
  return view.element;
}

/** @param {App} app @returns {Deeds} */
function deedsOf(app) {
  const { api } = app;
  const { user } = app.account;
  return {
    mayWrite: Boolean(user && !user.is_guest),
    report: reporter(app),
    judge: user?.role === 'MODERATOR' || user?.role === 'ADMIN' ? judgeOf(app) : null,
    say: (words) => app.say(words),
    refuse: (problem) => app.notice(whyNot(/** @type {Problem} */ (problem))),
    preview: (text) => api.call(postPostsPreview, { body: { text } }),
    edit: (one, text) => {
      const body = { text };
      return isPost(one) ? api.call(putPostsById(one.id), { body }) : api.call(putCommentsById(one.id), { body });
    },
    remove: (one) => api.call((isPost(one) ? deletePostsById : deleteCommentsById)(one.id)),
    like: (one, likes) => {
      if (isPost(one)) return api.call((likes ? putPostsByIdLike : deletePostsByIdLike)(one.id));
      return api.call((likes ? putCommentsByIdLike : deleteCommentsByIdLike)(one.id));
    },
  };
}

/** As it was read here. @param {App} app @returns {NonNullable<Deeds['judge']>} */
function judgeOf(app) {
  return (one, isShown, note) => {
    /** @type {TextBody['verdict']} */
    const verdict = isShown ? 'approved' : 'rejected';
    const route = putModerationTextsByKindById(isPost(one) ? 'POST' : 'COMMENT', one.id);
    return app.api.call(route, { body: { verdict, edited_at: one.edited_at, note } });
  };
}

/** @param {import('./parts/written.js').WrittenText} one */
const isPost = (one) => 'comment_count' in one;
