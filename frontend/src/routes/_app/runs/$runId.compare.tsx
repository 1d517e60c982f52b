import { createFileRoute, notFound } from '@tanstack/react-router'
import { ComparePage } from '@/features/run-page/compare/compare-page'
import { readUuid, type SearchParams } from '@/shared/lib/search-params'

export const Route = createFileRoute('/_app/runs/$runId/compare')({
  validateSearch: (params: SearchParams): { with?: string | undefined } => ({
    with: readUuid(params.with),
  }),
  beforeLoad: ({ params }) => {
    if (!readUuid(params.runId)) throw notFound()
  },
  component: CompareRoute,
})

function CompareRoute() {
  const { runId } = Route.useParams()
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <ComparePage
      runId={runId}
      other={search.with}
      onOther={(other) => navigate({ search: { with: other }, replace: true })}
    />
  )
}
