import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { RunSummary } from '@/shared/api/types'
import type { RunFilters } from './run-filters'
import { idsToFollow, mergedRows } from './run-rows'
import { runsHeadQuery, runsQuery, runsSeenQuery } from './runs-queries'

const NONE: readonly RunSummary[] = []

/** All that is loaded of a list, kept as it is now at the price of two small requests. */
export function useLiveRuns(filters: RunFilters) {
  const query = useInfiniteQuery(runsQuery(filters))
  const head = useQuery(runsHeadQuery(filters)).data?.items ?? NONE
  const [shown, setShown] = useState<readonly RunSummary[]>(NONE)
  const ids = useMemo(() => idsToFollow(shown, head), [shown, head])
  const seen = useQuery(runsSeenQuery(ids)).data?.items ?? NONE
  const loaded = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const merged = useMemo(() => mergedRows(loaded, head, seen), [loaded, head, seen])
  const { refetch, isFetching } = query
  useEffect(() => {
    if (merged === null && !isFetching) refetch()
  }, [merged, isFetching, refetch])
  return { query, runs: merged ?? loaded, onShown: setShown }
}
