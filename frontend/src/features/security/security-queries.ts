import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'

export const sessionsQuery = queryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: async ({ signal }) =>
    (await dataOf(api.GET('/api/v1/account/sessions', { signal }))).items,
})

export const passkeysQuery = queryOptions({
  queryKey: ['account', 'passkeys'],
  queryFn: async ({ signal }) =>
    (await dataOf(api.GET('/api/v1/account/passkeys', { signal }))).items,
})

export const secondFactorQuery = queryOptions({
  queryKey: ['account', 'second-factor'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/account/second-factor', { signal })),
})

export const endSession = (sessionId: string) =>
  dataOf(
    api.DELETE('/api/v1/account/sessions/{session_id}', {
      params: { path: { session_id: sessionId } },
    }),
  )

export const endOtherSessions = () => dataOf(api.POST('/api/v1/account/sessions/end-others'))

export const changePassword = (password: string, newPassword: string) =>
  dataOf(api.POST('/api/v1/account/password', { body: { password, new_password: newPassword } }))

export const beginSecondFactor = (password: string) =>
  dataOf(api.POST('/api/v1/account/second-factor', { body: { password } }))

export const confirmSecondFactor = (code: string) =>
  dataOf(api.POST('/api/v1/account/second-factor/confirm', { body: { code } }))

export const renewCodes = (password: string) =>
  dataOf(api.POST('/api/v1/account/second-factor/codes', { body: { password } }))

export const removeSecondFactor = (password: string) =>
  dataOf(api.POST('/api/v1/account/second-factor/remove', { body: { password } }))

export const removePasskey = (passkeyId: string) =>
  dataOf(
    api.DELETE('/api/v1/account/passkeys/{passkey_id}', {
      params: { path: { passkey_id: passkeyId } },
    }),
  )
