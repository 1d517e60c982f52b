import { createFileRoute } from '@tanstack/react-router'
import { useCallback } from 'react'
import { type RunFilters, readRunFilters, runsQuery } from '@/features/runs'
import { RunsPage } from '@/features/runs/runs-page'

export const Route = createFileRoute('/_app/runs/')({
  validateSearch: readRunFilters,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    context.queryClient.prefetchInfiniteQuery(runsQuery(deps))
  },
  component: RunsRoute,
})

function RunsRoute() {
  const filters = Route.useSearch()
  const navigate = Route.useNavigate()
  const onFilters = useCallback(
    (search: RunFilters) => navigate({ search, replace: true }),
    [navigate],
  )
  return <RunsPage filters={filters} onFilters={onFilters} />
}
