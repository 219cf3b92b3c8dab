// @ts-check
/**
 * Addresses and pages. Law: every link is a real `<a href>`, so new tabs, copying and going back work as everywhere.
 */

/**
 * @typedef {object} Opened
 * @property {HTMLElement} element
 * @property {string} title
 * @property {() => void} [leave] called before another page opens
 * @property {boolean} [bare] the page wants the window for itself (the game)
 */

/** @typedef {{params: Record<string, string>, query: URLSearchParams}} Place */
/** @typedef {(place: Place) => Opened | Promise<Opened>} OpenPage */

export class Router {
  /**
   * @param {[pattern: string, open: OpenPage][]} routes `/results/{id}`; the last one matches everything else
   * @param {(opened: Opened) => void} show
   */
  constructor(routes, show) {
    this.routes = routes.map(([pattern, open]) => ({ match: compile(pattern), open }));
    this.show = show;
    /** @type {Opened | null} */
    this.opened = null;
    this.turn = 0;
    addEventListener('popstate', () => this.open());
    document.addEventListener('click', (event) => this.#click(event));
  }

  /** @param {string} path @param {{replace?: boolean}} [how] */
  go(path, { replace = false } = {}) {
    if (replace) history.replaceState(null, '', path);
    else history.pushState(null, '', path);
    return this.open();
  }

  /** Open the page of the address. */
  async open() {
    const turn = ++this.turn;
    this.opened?.leave?.();
    this.opened = null;
    const { pathname, search } = location;
    for (const { match, open } of this.routes) {
      const params = match(pathname);
      if (!params) continue;
      const opened = await open({ params, query: new URLSearchParams(search) });
      if (turn !== this.turn) return opened.leave?.();
      this.opened = opened;
      return this.show(opened);
    }
    return undefined;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = /** @type {Element} */ (event.target).closest?.('a');
    if (!link || link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
    if (link.pathname === location.pathname && link.search === location.search && link.hash) return; // within the page
    event.preventDefault();
    this.go(link.pathname + link.search + link.hash);
  }
}

/** @param {string} pattern @returns {(path: string) => Record<string, string> | null} */
function compile(pattern) {
  /** @type {string[]} */
  const names = [];
  const source = pattern.replace('*', '.*').replace(/\{(\w+)\}/g, (_, name) => {
    names.push(name);
    return '([^/]+)';
  });
  const expression = new RegExp(`^${source}/?$`);
  return (path) => {
    const found = expression.exec(path);
    return found && Object.fromEntries(names.map((name, index) => [name, decoded(found[index + 1])]));
  };
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a lone percent sign: no such page, and the server will say so
  }
}
