// @ts-check
/** A module that is fetched when it is needed. One that does not come is told of as a server that does not answer. */

import { Problem } from './api.js';

/** @template Part @param {Promise<Part>} fetched `import(…)` @returns {Promise<Part>} throws a Problem */
export const part = (fetched) =>
  fetched.catch((error) => {
    console.error(error);
    throw new Problem(0, {});
  });
