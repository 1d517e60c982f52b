import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import { type AuditFilters, filterQuery } from './audit-text'

export const auditQuery = (filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: ['audit', filterQuery(filters)],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/audit', {
          params: { query: { ...filterQuery(filters), cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

export const checkAudit = () => dataOf(api.POST('/api/v1/audit/check'))

/** Hand what the filters leave to the browser as a file. */
export async function exportAudit(filters: AuditFilters, format: 'ndjson' | 'csv') {
  const content = await dataOf(
    api.GET('/api/v1/audit/export', {
      params: { query: { ...filterQuery(filters), format } },
      parseAs: 'blob',
    }),
  )
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content as unknown as Blob)
  link.download = `audit.${format}`
  link.click()
  URL.revokeObjectURL(link.href)
}
