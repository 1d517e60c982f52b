import { useState } from 'react'

/**
 * Gives the focus back to what a dialog was opened from, as Radix does for dialogs with a trigger of their own only.
 *
 * What took the focus meanwhile keeps it; where the opener is gone, the page has it.
 */
export function useGiveBack(open: boolean): (event: Event) => void {
  const [from, setFrom] = useState(() => ({ open, opener: open ? openerNow() : null }))
  if (from.open !== open) setFrom({ open, opener: open ? openerNow() : from.opener })
  return (event) => {
    event.preventDefault()
    const { activeElement, body } = document
    if (activeElement !== null && activeElement !== body) return
    const { opener } = from
    const target = opener?.isConnected ? opener : document.getElementById('main')
    target?.focus({ preventScroll: true })
  }
}

/** An item of a menu is gone with it: the menu's own button stands for it. */
function openerNow(): HTMLElement | null {
  const { activeElement, body } = document
  if (!(activeElement instanceof HTMLElement) || activeElement === body) return null
  const button = activeElement.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  return button ? document.getElementById(button) : activeElement
}
