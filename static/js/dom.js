// @ts-check
/**
 * Making elements. Law: no markup from strings and no style attributes, so a strict Content-Security-Policy holds and
 * nothing a player wrote can become markup.
 */

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Child | Child[]} Children */
/** @typedef {Record<string, any>} Properties `any`: among them are listeners, each for its own kind of event */

/**
 * An element: `h('button.primary', {type: 'button', onclick}, 'Play')`. Properties that start with `on` are listeners,
 * `vars` sets custom properties; false and null leave an attribute out, true sets it empty.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K | `${K}.${string}`} selector tag and classes
 * @param {Properties} [properties]
 * @param {...Children} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(selector, properties = {}, ...children) {
  const [tag, ...classes] = selector.split('.');
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(' ');
  if (UNTRANSLATED.includes(tag)) element.translate = false;
  set(element, properties);
  add(element, children);
  return /** @type {HTMLElementTagNameMap[K]} */ (element);
}

/** What these hold is no language that a translator of pages knows. */
const UNTRANSLATED = ['code', 'kbd', 'pre'];

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An SVG element.
 * @param {string} tag @param {Properties} [properties] @param {...Children} children @returns {SVGElement}
 */
export function svg(tag, properties = {}, ...children) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  set(element, properties);
  add(element, children);
  return element;
}

/** @param {Element} element @param {Properties} properties */
function set(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') addClasses(element, String(value || ''));
    else if (name === 'vars') setVars(/** @type {HTMLElement} */ (element), value);
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** @param {Element} element @param {string} names */
function addClasses(element, names) {
  element.classList.add(...names.split(' ').filter(Boolean));
}

/** @param {HTMLElement} element @param {Record<string, string | number>} vars */
export function setVars(element, vars) {
  for (const [name, value] of Object.entries(vars)) element.style.setProperty(`--${name}`, String(value));
}

/** @param {Element} element @param {Children[]} children */
export function add(element, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

/** Replace what an element holds. @param {Element} element @param {...Children} children */
export function fill(element, ...children) {
  element.replaceChildren();
  add(element, children);
}
