// @ts-check
/** One's own topics on the profile: the map, and what to play next. */

import { h } from '../../dom.js';
import { lastChoice } from '../../game/choice.js';
import { card } from '../../parts/pieces.js';
import { topicsMap } from '../../parts/topics-map.js';
import { text } from '../../text/topics.js';

/** @import { LearningOut } from '../../net/types.js' */

/** @param {LearningOut} progress */
export function topicsCard({ topics, suggestions }) {
  const { language } = lastChoice();
  const suggestion = suggestions.find((one) => one.language === language) ?? suggestions[0];
  return card(
    'topics',
    text.title,
    topicsMap(topics),
    suggestion &&
      h(
        'p',
        {},
        `${text.next}: `,
        h('a', { href: `/topics?language=${suggestion.language}` }, text.suggested(suggestion)),
      ),
  );
}
