/** All shortcuts that work now, in one list: they are dispatched from here and shown in the `?` sheet. */
import { useEffect, useRef } from 'react'
import { createStore, useStore } from 'zustand'
import { matchesChord } from './keys'
import { holdTyping } from './typed-ahead'

export type Shortcut = {
  /** A chord, as `Mod+K` or `?`. */
  keys: string
  /** What it does, as in the menu. */
  label: string
  run: (event: KeyboardEvent) => void
  /** Also while a text field has the focus. Chords with `Mod` only. */
  inFields?: boolean
  /** Opens a text field: what is typed until it has come goes into it. */
  opensField?: boolean
  /** Again and again while its keys are held. Else once: what holds a key down too long wants no second run. */
  repeats?: boolean
  /** Bound only while this holds. */
  when?: () => boolean
  /** Shown only: an event of the browser or of the thing in focus does the work, as with copying. */
  native?: boolean
}

/** The name of the group that every page has. */
export const EVERYWHERE = 'Everywhere'

type ShortcutGroup = { name: string; shortcuts: readonly Shortcut[] }

type ShortcutState = {
  /** Newest last; it is asked first. */
  groups: readonly ShortcutGroup[]
  /** WCAG 2.1.4: single-key shortcuts can be switched off. */
  singleKeys: boolean
}

const SINGLE_KEYS = 'noria.single-keys'

const store = createStore<ShortcutState>(() => ({
  groups: [],
  singleKeys: localStorage.getItem(SINGLE_KEYS) !== 'off',
}))

export const useShortcutGroups = () => useStore(store, (state) => state.groups)
export const useSingleKeys = () => useStore(store, (state) => state.singleKeys)

export function setSingleKeys(on: boolean) {
  localStorage.setItem(SINGLE_KEYS, on ? 'on' : 'off')
  store.setState({ singleKeys: on })
}

/** Offer shortcuts while the component is shown. `shortcuts` may change at each render. */
export function useShortcuts(name: string, shortcuts: readonly Shortcut[]) {
  const newest = useRef(shortcuts)
  useEffect(() => {
    newest.current = shortcuts
  })
  // The sheet shows keys and labels: registered again only when these change.
  const shape = shortcuts.map((each) => `${each.keys} ${each.label} ${each.inFields}`).join('\n')
  useEffect(() => {
    const group: ShortcutGroup = {
      name,
      shortcuts: shape.split('\n').flatMap((_, index) => {
        const shortcut = newest.current[index]
        return shortcut ? [{ ...shortcut, run: (event) => newest.current[index]?.run(event) }] : []
      }),
    }
    store.setState(({ groups }) => ({ groups: [...groups, group] }))
    return () =>
      store.setState(({ groups }) => ({ groups: groups.filter((each) => each !== group) }))
  }, [name, shape])
}

/** Find what a key press asks for; the newest group wins. */
export function findShortcut(
  event: KeyboardEvent,
  { groups, singleKeys }: ShortcutState,
): Shortcut | undefined {
  const inField = isField(event.target)
  return groups
    .toReversed()
    .flatMap((group) => group.shortcuts)
    .find(
      (shortcut) =>
        !shortcut.native &&
        (shortcut.when?.() ?? true) &&
        matchesChord(event, shortcut.keys) &&
        (!inField || shortcut.inFields) &&
        (singleKeys || isChord(shortcut.keys)),
    )
}

const isChord = (keys: string) => /Mod|Alt|Esc|Enter|Delete|Backspace|Arrow|F\d/.test(keys)

/** Whether keys that are pressed there are text. */
export function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input, textarea, select, [role="textbox"]') !== null)
  )
}

/** An open dialog or menu has the keyboard for itself. */
const isBlocked = () =>
  document.querySelector(
    '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"][data-state="open"]',
  ) !== null

/** Start listening; once, in the shell. Returns what stops it. */
export function listenForShortcuts(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isBlocked()) return
    const shortcut = findShortcut(event, store.getState())
    if (!shortcut) return
    event.preventDefault()
    if (event.repeat && !shortcut.repeats) return
    if (shortcut.opensField) holdTyping()
    shortcut.run(event)
  }
  window.addEventListener('keydown', onKeyDown)
  return () => window.removeEventListener('keydown', onKeyDown)
}
