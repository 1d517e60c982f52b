import { useSyncExternalStore } from 'react'

/** The time, in milliseconds, renewed every `everyMs`; it stands still while `active` is false. */
export function useNow(everyMs: number, active = true): number {
  return useSyncExternalStore(
    (changed) => {
      if (!active) return () => {}
      const timer = setInterval(changed, everyMs)
      return () => clearInterval(timer)
    },
    // Stable within its step, so that React sees no change between two ticks.
    () => Math.floor(Date.now() / everyMs) * everyMs,
  )
}
