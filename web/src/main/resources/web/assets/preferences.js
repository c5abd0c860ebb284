/**
 * What a person chose for all pages in this browser: the colours and the language. `theme.js` reads them before anything is
 * painted.
 * @module
 */

/** @typedef {'auto' | 'light' | 'dark'} Theme */

/** @returns {Theme} */
export function theme() {
  const kept = localStorage.getItem('netseat.theme');
  return kept === 'light' || kept === 'dark' ? kept : 'auto';
}

/** @param {Theme} chosen */
export function chooseTheme(chosen) {
  if (chosen === 'auto') {
    localStorage.removeItem('netseat.theme');
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem('netseat.theme', chosen);
    document.documentElement.dataset.theme = chosen;
  }
}

/** Takes effect with the page's next load, which this begins. @param {'en' | 'de'} language */
export function chooseLanguage(language) {
  localStorage.setItem('netseat.language', language);
  location.reload();
}
