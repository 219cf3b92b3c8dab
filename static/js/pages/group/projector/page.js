// @ts-check
/** The board of a group for a projector: the whole window, large, live, and nothing else. */

import { boardAddress, boardOf } from '../../../parts/board-filters.js';
import { groupAddress } from '../../../parts/group-links.js';
import { forMembers } from '../access.js';
import { followGroup, groupBoard } from '../follow.js';
import { text } from './text.js';
import { projectorView } from './view.js';

const ROWS = 10; // that can be read from the back of a room

export const openProjector = forMembers(async (app, group, { query }) => {
  const board = boardOf(query);
  const ask = () => groupBoard(app, group.slug, board, { limit: ROWS });
  const back = boardAddress(groupAddress(group.slug), board);
  const view = projectorView(await ask(), { name: group.name, board, back });
  const leave = followGroup(app, { board, me: null, view: view.standings, ask });
  return {
    element: view.element,
    title: text.title(group.name),
    bare: true,
    leave: () => {
      leave();
      if (document.fullscreenElement) document.exitFullscreen();
    },
  };
});
