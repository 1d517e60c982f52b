/** Names of keys and chords, as `Mod+Shift+Z`: reading an event and showing them. */

export const isMac = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? '')

const SYMBOLS: Readonly<Record<string, string>> = isMac
  ? { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵', Esc: 'Esc', Delete: '⌫' }
  : { Mod: 'Ctrl', Enter: '↵', Delete: 'Del' }

const ARROWS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
}

/** `Mod+K` → `['Ctrl', 'K']`, or the Mac's symbols. */
export function keyLabels(chord: string): string[] {
  return splitChord(chord).map((key) => SYMBOLS[key] ?? ARROWS[key] ?? key)
}

/** A lone or trailing `+` is the plus key itself. */
function splitChord(chord: string): string[] {
  if (chord === '+') return ['+']
  return chord.endsWith('++') ? [...chord.slice(0, -2).split('+'), '+'] : chord.split('+')
}

type KeyFacts = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** Does the event press exactly this chord? For symbols (`?`, `+`) Shift is free: layouts differ. */
export function matchesChord(event: KeyFacts, chord: string): boolean {
  const parts = splitChord(chord)
  const key = parts.at(-1) ?? ''
  const mod = isMac ? event.metaKey : event.ctrlKey
  const otherMod = isMac ? event.ctrlKey : event.metaKey
  if (parts.includes('Mod') !== mod || otherMod) return false
  if (parts.includes('Alt') !== event.altKey) return false
  if (isLetterOrNamed(key) && parts.includes('Shift') !== event.shiftKey) return false
  return normalKey(event.key) === normalKey(key)
}

const isLetterOrNamed = (key: string) => key.length > 1 || /[\p{L}\d]/u.test(key)

function normalKey(key: string): string {
  if (key === 'Esc') return 'escape'
  if (key === 'Space' || key === ' ') return ' '
  return key.toLowerCase()
}
