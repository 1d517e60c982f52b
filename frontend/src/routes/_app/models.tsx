import { createFileRoute } from '@tanstack/react-router'
import { SPANS, TABS, USAGE_BY } from '@/features/models/choices'
import { ModelsPage, type ModelsSearch } from '@/features/models/models-page'
import { readOne, type SearchParams } from '@/shared/lib/search-params'

type Search = { [K in keyof ModelsSearch]?: ModelsSearch[K] | undefined }

export const Route = createFileRoute('/_app/models')({
  validateSearch: (params: SearchParams): Search => ({
    tab: readOne(params.tab, TABS),
    by: readOne(params.by, USAGE_BY),
    span: readOne(params.span, SPANS),
  }),
  component: ModelsRoute,
})

function ModelsRoute() {
  const { tab = 'usage', by = 'model', span = 'month' } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <ModelsPage
      tab={tab}
      by={by}
      span={span}
      onSearch={(change) =>
        navigate({ search: (before) => ({ ...before, ...change }), replace: true })
      }
    />
  )
}
