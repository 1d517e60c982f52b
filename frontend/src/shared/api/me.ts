/** Who is signed in, where, and what they may do there. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { t } from '@/shared/i18n/texts'
import { api, dataOf } from './client'
import type { Permission } from './types'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/auth/me', { signal })),
  staleTime: 60_000,
})

/**
 * Whether the one who is signed in may do this here. True until it is known: the server decides,
 * and controls should not flicker.
 */
export function usePermission(permission: Permission): boolean {
  const { data } = useQuery(meQuery)
  return data ? data.permissions.includes(permission) : true
}

/** What to say where a control is off for want of a permission; undefined when there is none. */
export function useRefusal(permission: Permission): string | undefined {
  const { data } = useQuery(meQuery)
  if (!data || data.permissions.includes(permission)) return undefined
  return t('Your role here, {role}, does not let you do this.', { role: data.workspace.role })
}
