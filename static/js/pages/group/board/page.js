// @ts-check
/**
 * The board of a group, which follows what its members play; its matches; what is asked of them; for teachers, who is
 * playing.
 */

import { download } from '../../../parts/download.js';
import { boardAddress, boardOf } from '../../../parts/board-filters.js';
import { groupAddress } from '../../../parts/group-links.js';
import { matchAddress } from '../../../parts/match-links.js';
import {
  getContests,
  getGroupsBySlugAssignments,
  getGroupsBySlugMembers,
  getGroupsBySlugResultsCsv,
  getMatches,
  postMatches,
  postMatchesByCodeJoin,
} from '../../../later-routes.js';
import { forMembers, teaches, told } from '../access.js';
import { followGroup, groupBoard } from '../follow.js';
import { text } from './text.js';
import { GroupBoardView } from './view.js';

/** @import { App } from '../../../app.js' */
/** @import { Difficulty, GroupMember, Language } from '../../../net/types.js' */

const LIMIT = 50;
const CONTESTS = 5; // the latest
const A_PAGE = 100; // of members

export const openBoard = forMembers(async (app, group, { query }) => {
  const { slug } = group;
  const board = boardOf(query);
  const offset = Math.max(0, Math.floor(Number(query.get('offset'))) || 0);
  const ask = () => groupBoard(app, slug, board, { limit: LIMIT, offset });
  const [page, assignments, members, { matches }, contests] = await Promise.all([
    ask(),
    app.api.call(getGroupsBySlugAssignments(slug)),
    teaches(group) ? playing(app, slug, group.members) : null,
    open(app, slug),
    app.api.call(getContests, { query: { group: slug, per_page: CONTESTS } }),
  ]);
  const path = groupAddress(slug);
  const me = app.account.user?.id ?? null;
  const view = new GroupBoardView(
    page,
    { group, board, me, offset, limit: LIMIT, assignments, playing: members, matches, contests: contests.items },
    {
      choose: (more) =>
        app.router.go(boardAddress(path, { ...boardOf(new URLSearchParams(location.search)), ...more })),
      at: (to) => boardAddress(path, { ...board, offset: to }),
      projector: boardAddress(groupAddress(slug, 'projector'), board),
      results: () => told(app, results(app, slug)),
      open: (language, difficulty) => told(app, openMatch(app, slug, language, difficulty)),
    },
  );
  const players = async () => {
    await Promise.all([
      members && playing(app, slug, group.members).then(view.playing.bind(view)),
      open(app, slug).then((now) => view.match.draw(now.matches)),
    ]).catch(() => undefined); // what is shown stays
  };
  const leave = followGroup(app, { board, me, view: view.standings, ask, players });
  return { element: view.element, title: group.name, leave };
});

/**
 * Those who are in a game now.
 * @param {App} app @param {string} slug @param {number} total members @returns {Promise<GroupMember[]>}
 */
async function playing(app, slug, total) {
  const numbers = Array.from({ length: Math.ceil(total / A_PAGE) }, (_, index) => index + 1);
  const route = getGroupsBySlugMembers(slug);
  const all = await Promise.all(numbers.map((page) => app.api.call(route, { query: { page, per_page: A_PAGE } })));
  return all.flatMap(({ items }) => items.filter((/** @type {GroupMember} */ one) => one.playing));
}

/** The matches that are not over. @param {App} app @param {string} slug */
const open = (app, slug) => app.api.call(getMatches, { query: { group: slug } });

/** @param {App} app @param {string} slug @param {string} language @param {string} difficulty */
async function openMatch(app, slug, language, difficulty) {
  const kind = { language: /** @type {Language} */ (language), difficulty: /** @type {Difficulty} */ (difficulty) };
  const { code } = await app.api.call(postMatches, { body: { ...kind, group: slug } });
  await app.api.call(postMatchesByCodeJoin(code)); // a match without anybody in it is in no list
  app.router.go(matchAddress(code));
}

/** @param {App} app @param {string} slug */
async function results(app, slug) {
  const table = await app.api.textOf(getGroupsBySlugResultsCsv(slug));
  download(new Blob([table], { type: 'text/csv' }), text.file(slug));
}
