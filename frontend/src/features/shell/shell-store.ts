/** Which sheet of the shell is open: at most one. */
import { createStore, useStore } from 'zustand'

export type Sheet = 'palette' | 'shortcuts'

const store = createStore<{ open: Sheet | null }>(() => ({ open: null }))

export const openSheet = (sheet: Sheet) => store.setState({ open: sheet })
export const closeSheet = () => store.setState({ open: null })
export const useOpenSheet = () => useStore(store, (state) => state.open)
