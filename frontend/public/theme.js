// Before the first paint, so that a dark page never flashes white. A file, since the CSP forbids inline scripts.
;(() => {
  let choice = 'system'
  try {
    choice = localStorage.getItem('noria.theme') || 'system'
  } catch {
    // Storage is blocked: follow the system.
  }
  const dark =
    choice === 'dark' ||
    (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
