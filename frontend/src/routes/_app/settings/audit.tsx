import { createFileRoute } from '@tanstack/react-router'
import { AuditSection } from '@/features/audit/audit-section'
import { readAuditFilters } from '@/features/audit/audit-text'
import type { SearchParams } from '@/shared/lib/search-params'

export const Route = createFileRoute('/_app/settings/audit')({
  // Read by the page, so that what an audit trail holds is no part of the shell.
  validateSearch: (params: SearchParams): SearchParams => params,
  component: AuditRoute,
})

function AuditRoute() {
  const filters = readAuditFilters(Route.useSearch())
  const navigate = Route.useNavigate()
  return (
    <AuditSection filters={filters} onFilters={(search) => navigate({ search, replace: true })} />
  )
}
