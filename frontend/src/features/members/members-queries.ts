import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { InvitationCreate, Role } from '@/shared/api/types'

export const membersKey = ['members'] as const
export const invitationsKey = ['invitations'] as const

export const membersQuery = queryOptions({
  queryKey: membersKey,
  queryFn: async ({ signal }) => (await dataOf(api.GET('/api/v1/members', { signal }))).items,
})

export const rolesQuery = queryOptions({
  queryKey: [...membersKey, 'roles'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/members/roles', { signal })),
  // It changes with the server alone.
  staleTime: Number.POSITIVE_INFINITY,
})

export const invitationsQuery = queryOptions({
  queryKey: invitationsKey,
  queryFn: async ({ signal }) => (await dataOf(api.GET('/api/v1/invitations', { signal }))).items,
})

export const invite = (body: InvitationCreate) => dataOf(api.POST('/api/v1/invitations', { body }))

export const withdrawInvitation = (invitationId: string) =>
  dataOf(
    api.DELETE('/api/v1/invitations/{invitation_id}', {
      params: { path: { invitation_id: invitationId } },
    }),
  )

export const changeRole = (accountId: string, role: Role) =>
  dataOf(
    api.PATCH('/api/v1/members/{account_id}', {
      params: { path: { account_id: accountId } },
      body: { role },
    }),
  )

export const removeMember = (accountId: string) =>
  dataOf(
    api.DELETE('/api/v1/members/{account_id}', { params: { path: { account_id: accountId } } }),
  )

export const leaveWorkspace = () => dataOf(api.POST('/api/v1/members/leave'))
