import { createFileRoute } from '@tanstack/react-router'
import { DeadLettersPage } from '@/features/dead-letters/dead-letters-page'
import { readLetterFilters } from '@/features/dead-letters/letter-filters'

export const Route = createFileRoute('/_app/dead-letters')({
  validateSearch: readLetterFilters,
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
