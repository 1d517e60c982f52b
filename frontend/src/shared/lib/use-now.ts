import { useSyncExternalStore } from 'react'

type Listener = () => void

/** The time, in milliseconds, renewed every `everyMs`; it stands still while `active` is false. */
export function useNow(everyMs: number, active = true): number {
  return useSyncExternalStore(
    active ? clockOf(everyMs) : NEVER,
    // Stable within its step, so that React sees no change between two ticks.
    () => Math.floor(Date.now() / everyMs) * everyMs,
  )
}

const NEVER = () => () => {}
const clocks = new Map<number, (listener: Listener) => () => void>()

/** One timer for all that show the time in such steps; it runs while something does. */
function clockOf(everyMs: number) {
  const known = clocks.get(everyMs)
  if (known) return known
  const listeners = new Set<Listener>()
  let timer: ReturnType<typeof setInterval> | undefined
  const clock = (listener: Listener) => {
    if (listeners.size === 0) {
      timer = setInterval(() => {
        for (const each of [...listeners]) each()
      }, everyMs)
    }
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) clearInterval(timer)
    }
  }
  clocks.set(everyMs, clock)
  return clock
}
