/** Light, dark, or as the system. `public/theme.js` sets it before the first paint by the same rule. */
import { createStore, useStore } from 'zustand'

export type ThemeChoice = 'light' | 'dark' | 'system'

const KEY = 'noria.theme'
const DARK = '(prefers-color-scheme: dark)'

export const THEME_CHOICES: readonly ThemeChoice[] = ['light', 'dark', 'system']

function stored(): ThemeChoice {
  const value = localStorage.getItem(KEY)
  return THEME_CHOICES.find((choice) => choice === value) ?? 'system'
}

const store = createStore(() => ({ choice: stored() }))

export function setTheme(choice: ThemeChoice) {
  localStorage.setItem(KEY, choice)
  store.setState({ choice })
  paint()
}

function paint() {
  const { choice } = store.getState()
  const dark = choice === 'dark' || (choice === 'system' && matchMedia(DARK).matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
}

matchMedia(DARK).addEventListener('change', paint)

export const useTheme = () => useStore(store, (state) => state.choice)
