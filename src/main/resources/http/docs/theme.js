// Sets, before the first paint, the theme that was chosen here or in the console.
(() => {
  const chosen = localStorage.getItem('console-theme');
  const root = document.documentElement;
  if (chosen) {
    root.dataset.theme = chosen;
  }
  const dark = () => (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const paint = () => root.classList.toggle('dark-mode', dark());
  paint();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
  addEventListener('theme', paint);
})();
