/** Who is signed in, where, and what they may do there. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { createContext, use } from 'react'
import { t } from '@/shared/i18n/texts'
import { api, dataOf } from './client'
import type { Level, Permission } from './types'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/auth/me', { signal })),
  staleTime: 60_000,
})

/** At which level the thing that the page is about is shared with who is signed in. */
export const LevelContext = createContext<Level>('edit')

/** Permissions that a level goes with. */
const ENOUGH: Record<Level, RegExp> = { none: /^$/, view: /read/, run: /read|run/, edit: /./ }

/**
 * Whether the one who is signed in may do this here. Not until it is known, which it is before the
 * first page is shown: only while the server cannot say.
 */
export function usePermission(permission: Permission): boolean {
  const { data } = useQuery(meQuery)
  const level = use(LevelContext)
  return (data?.permissions.includes(permission) ?? false) && ENOUGH[level].test(permission)
}

/** What to say where a control is off for want of a permission; undefined when there is none. */
export function useRefusal(permission: Permission): string | undefined {
  const { data } = useQuery(meQuery)
  if (!ENOUGH[use(LevelContext)].test(permission)) return t('It is not shared with you for this.')
  if (!data) return t('What you may do here is not known yet.')
  if (data.permissions.includes(permission)) return undefined
  return t('Your role here, {role}, does not let you do this.', {
    role: t(`${data.workspace.role}|role`),
  })
}
