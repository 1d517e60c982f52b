import { createFileRoute } from '@tanstack/react-router'
import { EvaluationsRoutePage } from '@/features/evaluations/evaluations-route-page'
import { readText, readUuid, type SearchParams } from '@/shared/lib/search-params'

type Search = {
  tab?: string | undefined
  evaluation?: string | undefined
  before?: string | undefined
}

export const Route = createFileRoute('/_app/evaluations/$dataSetId')({
  validateSearch: (params: SearchParams): Search => ({
    tab: readText(params.tab, 20),
    evaluation: readUuid(params.evaluation),
    before: readUuid(params.before),
  }),
  component: DataSetRoute,
})

function DataSetRoute() {
  const { dataSetId } = Route.useParams()
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <EvaluationsRoutePage
      dataSetId={dataSetId}
      {...search}
      onSearch={(change) => navigate({ search: { ...search, ...change }, replace: true })}
    />
  )
}
