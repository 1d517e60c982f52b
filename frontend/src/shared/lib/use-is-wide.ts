import { useSyncExternalStore } from 'react'

/** As `--breakpoint-wide`: below it there is no editing, and nothing stands side by side. */
const WIDE = matchMedia('(min-width: 900px)')

export function useIsWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      WIDE.addEventListener('change', changed)
      return () => WIDE.removeEventListener('change', changed)
    },
    () => WIDE.matches,
  )
}
