/**
 * Small helps for building the page.
 * @module
 */

/**
 * The element with this id, which the page has for certain.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) {
    throw new Error(`no ${type.name} with the id ${id}`);
  }
  return element;
}

/**
 * Makes an element. Attributes that are false, null or undefined are left out; children that are strings become text.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>} attributes a function
 *     listens to the event of that name
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name, value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...children);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element of SVG.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number>} attributes
 * @param {...Node} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/** A small sign of `glyphs.svg`; what it says must be said in words as well. @param {string} name */
export function glyph(name) {
  return draw('svg', { class: 'glyph', 'aria-hidden': 'true', 'data-glyph': name },
      draw('use', { href: `/assets/glyphs.svg#${name}` }));
}

/**
 * Sets a text only when it differs, so that what is read aloud or selected is not disturbed.
 * @param {Node} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** Hides or shows an element only when it differs. @param {HTMLElement} element @param {boolean} hidden */
export function setHidden(element, hidden) {
  if (element.hidden !== hidden) {
    element.hidden = hidden;
  }
}

/**
 * Brings the choices of a select up to date without closing it.
 * @param {HTMLSelectElement} select
 * @param {{value: string, label: string}[]} choices
 * @param {string} chosen
 */
export function setChoices(select, choices, chosen) {
  const same = select.options.length === choices.length
      && choices.every(({ value, label }, i) => select.options[i].value === value && select.options[i].text === label);
  if (!same) {
    select.replaceChildren(...choices.map(({ value, label }) => new Option(label, value)));
  }
  if (select.value !== chosen) {
    select.value = chosen;
  }
}
