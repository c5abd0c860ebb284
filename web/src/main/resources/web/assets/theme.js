// Before anything is painted, so that nothing flashes: the colours and the language that this browser's person chose. Not
// a module, as those wait for the page.
(() => {
  const root = document.documentElement;
  const theme = localStorage.getItem('netseat.theme');
  if (theme === 'light' || theme === 'dark') {
    root.dataset.theme = theme;
  }
  const chosen = localStorage.getItem('netseat.language') ?? navigator.language.slice(0, 2);
  root.lang = chosen === 'de' ? 'de' : 'en';
})();
