import { createFileRoute } from '@tanstack/react-router'
import { DeadLettersPage } from '@/features/dead-letters/dead-letters-page'
import { LETTER_STATUSES, type LetterFilters } from '@/features/dead-letters/letter-filters'
import { readOne, readUuid, type SearchParams } from '@/shared/lib/search-params'

export const Route = createFileRoute('/_app/dead-letters')({
  validateSearch: (params: SearchParams): LetterFilters => ({
    status: readOne(params.status, LETTER_STATUSES),
    workflow: readUuid(params.workflow),
  }),
  component: DeadLettersRoute,
})

function DeadLettersRoute() {
  const filters = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <DeadLettersPage
      filters={filters}
      onFilters={(search) => navigate({ search, replace: true })}
    />
  )
}
