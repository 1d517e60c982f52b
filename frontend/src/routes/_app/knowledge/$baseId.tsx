import { createFileRoute, notFound } from '@tanstack/react-router'
import { BasePage } from '@/features/knowledge/base-page'
import { type BaseTab, TABS } from '@/features/knowledge/tabs'
import { readOne, readUuid, type SearchParams } from '@/shared/lib/search-params'

export const Route = createFileRoute('/_app/knowledge/$baseId')({
  validateSearch: (params: SearchParams): { tab?: BaseTab | undefined } => ({
    tab: readOne(params.tab, TABS),
  }),
  beforeLoad: ({ params }) => {
    if (!readUuid(params.baseId)) throw notFound()
  },
  component: BaseRoute,
})

function BaseRoute() {
  const { baseId } = Route.useParams()
  const { tab = 'documents' } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <BasePage
      key={baseId}
      baseId={baseId}
      tab={tab}
      onTab={(next) =>
        navigate({ search: { tab: next === 'documents' ? undefined : next }, replace: true })
      }
    />
  )
}
