/** What the page below has to go to, for the command palette: it knows no page, each page offers its own. */
import { useEffect, useRef } from 'react'
import { createStore, useStore } from 'zustand'

export type Offer = {
  key: string
  label: string
  /** Beside the label, as an id. */
  detail: string
  go: () => void
}

/** The best first; nothing for an empty search. */
export type FindOffers = (search: string) => readonly Offer[]

type OfferGroup = { heading: string; find: FindOffers }

const store = createStore<{ groups: readonly OfferGroup[] }>(() => ({ groups: [] }))

export const useOfferGroups = () => useStore(store, (state) => state.groups)

/** Offer things while the component is shown. */
export function useOffers(heading: string, find: FindOffers) {
  const newest = useRef(find)
  useEffect(() => {
    newest.current = find
  })
  useEffect(() => {
    const group: OfferGroup = { heading, find: (search) => newest.current(search) }
    store.setState(({ groups }) => ({ groups: [...groups, group] }))
    return () =>
      store.setState(({ groups }) => ({ groups: groups.filter((each) => each !== group) }))
  }, [heading])
}
