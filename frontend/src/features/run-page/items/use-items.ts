import { queryOptions, useQueries } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import {
  isFinalRun,
  newRunStore,
  type RunState,
  type RunStore,
  useRunState,
} from '@/features/run-stream'
import { runsKey } from '@/features/runs'
import { api, dataOf } from '@/shared/api/client'
import type { RunRead, RunSummary } from '@/shared/api/types'
import type { LoopsState } from '../loops/use-loops'
import { ITEM, type TimelineNode } from '../timeline'
import { type ItemPlace, itemPlaces } from './items'
import { WholeRun } from './whole-run'

/** A browser opens six connections to a server at a time; the page needs some of them for all else. */
const MOST_LIVE = 3
const COMES_MS = 1_000
const REFRESH_MS = 5_000
const MOST_AT_PLACE = 50
const NO_STEPS: RunState['steps'] = {}
const NOTHING_KNOWN = newRunStore()

/** An item that is shown; `run` undefined: its run is not known yet, null: there is none. */
export type ShownItem = {
  place: ItemPlace
  run: RunSummary | null | undefined
  /** Empty while the run is not known. */
  store: RunStore
  /** Its steps are not known, but may be soon. */
  isLoading: boolean
  /** So many others go on that this one is not. */
  isFollowed: boolean
  error: unknown
  retry: () => void
}

/** The run that does an item: the newest that was started at its place. */
export const itemRunQuery = ({ runId, nodeId, iteration, since, isOver }: ItemPlace) =>
  queryOptions({
    queryKey: [...runsKey, { item: runId, nodeId, iteration, since }],
    queryFn: async ({ signal }): Promise<RunSummary | null> => {
      const query = {
        parent_run_id: runId,
        parent_node_id: nodeId,
        parent_iteration: iteration,
        limit: MOST_AT_PLACE,
      }
      const { items } = await dataOf(api.GET('/api/v1/runs', { params: { query }, signal }))
      // Forks at this place are listed with it.
      return items.find(({ relation }) => relation === 'item') ?? null
    },
    // A step is under way a moment before there is a run.
    refetchInterval: ({ state }) => !isOver && (state.data ? REFRESH_MS : COMES_MS),
  })

export const useWholeRun = (store: RunStore): WholeRun => {
  const whole = useMemo(() => new WholeRun(store), [store])
  useEffect(() => whole.open(), [whole])
  return whole
}

/** The items in the iterations that are shown, an outer one before those in it; they are followed. */
export function useItems(
  run: RunRead,
  nodes: readonly TimelineNode[],
  loops: LoopsState,
  whole: WholeRun,
): readonly ShownItem[] {
  const any = useMemo(() => nodes.some(({ type }) => type === ITEM), [nodes])
  const steps = useRunState(whole.store, (state) => (any ? state.steps : NO_STEPS))
  const places = itemPlaces(run, nodes, steps, loops.paths)
  const found = useQueries({ queries: places.map(itemRunQuery) })
  let live = 0
  const items = places.flatMap((place, index): ShownItem[] => {
    const query = found[index]
    if (!query) return []
    const { data: item, error, refetch } = query
    const store = item ? whole.storeOf(item.id) : NOTHING_KNOWN
    if (item && !isFinalRun(store.getState().run?.status ?? item.status)) live += 1
    const isFollowed = live <= MOST_LIVE
    const isLoading = item !== null && store.getState().run === null
    const retry = () => (item ? whole.followAgain(item.id) : void refetch())
    return [{ place, run: item, store, isLoading, isFollowed, error, retry }]
  })
  const followed = items.flatMap(({ place, run: item, isFollowed }) =>
    item && isFollowed ? [{ place, runId: item.id }] : [],
  )
  // What is followed already is left as it is: this costs nothing.
  useEffect(() => whole.show(followed))
  return items
}
