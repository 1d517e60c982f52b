import { createFileRoute } from '@tanstack/react-router'
import { useCallback } from 'react'
import { TriggersPage } from '@/features/triggers/triggers-page'
import type { TriggerFilters } from '@/features/triggers/triggers-queries'
import { readFlag, readText, readUuid, type SearchParams } from '@/shared/lib/search-params'

export const Route = createFileRoute('/_app/triggers/')({
  validateSearch: (params: SearchParams): TriggerFilters => ({
    workflow: readUuid(params.workflow),
    type: readText(params.type, 50),
    new: readFlag(params.new),
  }),
  component: TriggersRoute,
})

function TriggersRoute() {
  const filters = Route.useSearch()
  const navigate = Route.useNavigate()
  const onFilters = useCallback(
    (search: TriggerFilters) => navigate({ search, replace: true }),
    [navigate],
  )
  return <TriggersPage filters={filters} onFilters={onFilters} />
}
