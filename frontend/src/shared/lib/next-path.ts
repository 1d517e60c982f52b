/** Where to go after signing in: only ever a page of ours. */

export const HOME = '/dashboard'

/** The path to return to; home for anything that could lead to another site. */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return HOME
  // Browsers read `//host`, `/\host` and control characters in between as another site.
  const url = URL.parse(next, location.origin)
  const isOurs = url !== null && url.origin === location.origin && !/[\\\p{Cc}]/u.test(next)
  const path = isOurs ? url.pathname + url.search + url.hash : HOME
  return path.startsWith('//') || path.startsWith('/sign-in') ? HOME : path
}
