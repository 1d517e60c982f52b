import { type ComponentType, useSyncExternalStore } from 'react'
import { t } from '@/shared/i18n/texts'

let Toasts: ComponentType | null = null
const listeners = new Set<() => void>()

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Where toasts show; once, in the root. Fetched with the first of them. */
export function Toaster() {
  const Shown = useSyncExternalStore(subscribe, () => Toasts)
  return Shown && <Shown />
}

/** Where they can't be fetched, what is done goes on without a word, and the next one is tried anew. */
async function toaster() {
  const toasts = await import('./toasts')
  Toasts = toasts.Toasts
  for (const listener of listeners) listener()
  return toasts
}

type Undo = { label?: string; onUndo: () => void }

/** It is done; with a way back where there is one. */
export async function notify(message: string, undo?: Undo) {
  const { show } = await toaster()
  show(
    message,
    undo && { action: { label: undo.label ?? t('Undo'), onClick: undo.onUndo }, duration: 8_000 },
  )
}

/** It failed: what was tried, and why it did not work. */
export async function notifyError(tried: string, error: unknown) {
  const { showError } = await toaster()
  showError(tried, error)
}
