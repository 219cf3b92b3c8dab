// @ts-check
/**
 * The bar above every page but the game: name, ways, who one is, theme. On a narrow screen it is one row, and what does
 * not fit is behind a button.
 */

import { bug } from '../arena/bug.js';
import { fill, h, svg } from '../dom.js';
import { text } from '../text/common.js';

/** @import { User } from '../net/types.js' */
/** @import { Bell } from './bell.js' */

/** @typedef {'dark' | 'light' | 'contrast'} Theme */

export class Header {
  /** @param {HTMLElement} element @param {{toggleTheme: () => void, logout: () => void}} actions */
  constructor(element, { toggleTheme, logout }) {
    this.element = element;
    this.theme = h('button.quiet.theme', { type: 'button', onclick: toggleTheme });
    this.logout = h('button.quiet', { type: 'button', onclick: logout }, text.nav.logout);
    this.menu = h('button.quiet.menu', {
      type: 'button',
      'aria-controls': 'places tools',
      onclick: () => this.#open(!this.element.classList.contains('open')),
    });
    this.menu.append(bars(), h('span.unseen', {}, text.nav.menu));
    element.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape' || !this.menu.isConnected || !element.classList.contains('open')) return;
      this.#open(false);
      this.menu.focus();
    });
  }

  /** Show what a narrow screen hides. @param {boolean} is */
  #open(is) {
    this.element.classList.toggle('open', is);
    this.menu.setAttribute('aria-expanded', String(is));
  }

  /** @param {{user: User | null, unsure: boolean, path: string, theme: Theme, bell: Bell | null}} state */
  draw({ user, unsure, path, theme, bell }) {
    const t = text.nav;
    const due = user?.must_change_password === true; // they can choose a password, or leave
    const within = (/** @type {string} */ href) => (path.startsWith(`${href}/`) ? 'true' : null);
    const here = (/** @type {string} */ href) => (path === href ? 'page' : within(href));
    const mark = (/** @type {string} */ href) => ({ 'aria-current': here(href) });
    const link = (/** @type {string} */ href, /** @type {string} */ label, kind = '') =>
      h('a', { href, class: kind, ...mark(href) }, label);
    const places = [
      link('/learn', t.learn),
      link('/race', t.race),
      link('/contests', t.contests),
      link('/code', t.code),
      link('/leaderboard', t.leaderboard),
      user && !user.is_guest && link('/groups', t.groups),
      user && !user.is_guest && link('/friends', t.friends, 'folded'),
      user?.role === 'MODERATOR' && link('/moderation', t.moderation),
      user?.role === 'ADMIN' && link('/admin', t.admin),
    ];
    const called = (/** @type {string} */ name) => ({ 'aria-label': name, title: name });
    fill(
      this.element,
      h('a.brand', { href: '/', 'aria-label': text.name }, bug(10), h('span', {}, text.name)),
      !due &&
        h(
          'nav',
          { 'aria-label': t.main },
          link('/', t.play, 'to-play'),
          this.menu,
          h('div.places', { id: 'places' }, places),
        ),
      h(
        'div.who',
        {},
        unsure && h('span.muted', {}, t.unsure),
        user && !due && h('a.name', { href: '/profile', title: t.profile, ...mark('/profile') }, user.display_name),
        !user && !unsure && link('/login', t.login),
        !user && !unsure && link('/register', t.register, 'button small'),
        user?.is_guest && link('/register', t.keep, 'button small'),
        user && !due && bell?.draw(here('/notifications')),
        h(
          'div.tools',
          { id: 'tools' },
          user && !user.is_guest && this.logout,
          !due && h('a.gear', { href: '/settings', ...called(t.settings), ...mark('/settings') }, gear()),
          this.theme,
        ),
      ),
    );
    this.#open(due); // then there is no button to open it
    this.showTheme(theme);
  }

  /** The button that leads to the other theme. @param {Theme} theme the one in force */
  showTheme(theme) {
    this.theme.setAttribute('aria-label', text.nav.theme[theme]);
    this.theme.title = text.nav.theme[theme];
    fill(this.theme, theme === 'light' ? moon() : sun());
  }
}

const picture = (/** @type {string} */ path) =>
  svg('svg', { viewBox: '0 0 24 24', width: 20, height: 20, 'aria-hidden': 'true' }, svg('path', { d: path }));

const sun = () =>
  picture(
    'M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM11 1h2v4h-2zM11 19h2v4h-2zM1 11h4v2H1zM19 11h4v2h-4zM4.2 ' +
      '2.8l2.8 2.8-1.4 1.4-2.8-2.8zM18.4 17l2.8 2.8-1.4 1.4-2.8-2.8zM19.8 2.8l1.4 1.4-2.8 2.8L17 5.6zM5.6 ' +
      '17 7 18.4l-2.8 2.8-1.4-1.4z',
  );
const gear = () =>
  picture(
    'M10.4 2h3.2l.5 2.6 1.5.6 2.2-1.5 2.3 2.3-1.5 2.2.6 1.5 2.6.5v3.2l-2.6.5-.6 1.5 1.5 2.2-2.3 ' +
      '2.3-2.2-1.5-1.5.6-.5 2.6h-3.2l-.5-2.6-1.5-.6-2.2 1.5-2.3-2.3 1.5-2.2-.6-1.5L2.2 ' +
      '13.6v-3.2l2.6-.5.6-1.5L3.9 6.2l2.3-2.3 2.2 1.5 1.5-.6zM12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
  );
const bars = () => picture('M3 5h18v2H3zM3 11h18v2H3zM3 17h18v2H3z');
const moon = () => picture('M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z');
