import { createFileRoute, notFound } from '@tanstack/react-router'
import { RunPage } from '@/features/run-page/run-page'
import { readRunSearch } from '@/features/run-page/run-search'
import { readUuid } from '@/shared/lib/search-params'

export const Route = createFileRoute('/_app/runs/$runId')({
  validateSearch: readRunSearch,
  beforeLoad: ({ params }) => {
    if (!readUuid(params.runId)) throw notFound()
  },
  component: RunRoute,
})

function RunRoute() {
  const { runId } = Route.useParams()
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <RunPage
      key={runId}
      runId={runId}
      search={search}
      onSearch={(next) => navigate({ search: next, replace: true })}
      renderGraph={() => <div className="h-full bg-canvas" />}
    />
  )
}
