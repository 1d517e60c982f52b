import { createFileRoute } from '@tanstack/react-router'
import type { TemplatesSearch } from '@/features/templates'
import { TemplatesPage } from '@/features/templates/templates-page'
import { readText, type SearchParams } from '@/shared/lib/search-params'

export const Route = createFileRoute('/_app/templates')({
  validateSearch: (params: SearchParams): TemplatesSearch => ({
    search: readText(params.search, 200),
    category: readText(params.category, 200),
  }),
  component: TemplatesRoute,
})

function TemplatesRoute() {
  const filters = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <TemplatesPage
      filters={filters}
      onFilters={(changed) => navigate({ search: changed, replace: true })}
    />
  )
}
