import { useSyncExternalStore } from 'react'

const WIDE = '(min-width: 900px)'

/** Is there room to draw? The same width as the breakpoint `wide`. */
export function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(WIDE)
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => matchMedia(WIDE).matches,
  )
}
