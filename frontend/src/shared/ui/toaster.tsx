import { lazy, Suspense, useSyncExternalStore } from 'react'
import { t } from '@/shared/i18n/texts'

const Toasts = lazy(async () => ({ default: (await import('./toasts')).Toasts }))

let isNeeded = false
const listeners = new Set<() => void>()

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Where toasts show; once, in the root. Fetched with the first of them. */
export function Toaster() {
  const needed = useSyncExternalStore(subscribe, () => isNeeded)
  return <Suspense>{needed && <Toasts />}</Suspense>
}

async function toaster() {
  isNeeded = true
  for (const listener of listeners) listener()
  return import('./toasts')
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
