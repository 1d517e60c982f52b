import { api, dataOf } from '@/shared/api/client'

export const createWorkspace = (name: string) =>
  dataOf(api.POST('/api/v1/workspaces', { body: { name } }))

export const renameWorkspace = (name: string) =>
  dataOf(api.PATCH('/api/v1/workspace', { body: { name } }))

export const transferWorkspace = (accountId: string) =>
  dataOf(api.POST('/api/v1/workspace/transfer', { body: { account_id: accountId } }))

export const deleteWorkspace = (name: string) =>
  dataOf(api.POST('/api/v1/workspace/delete', { body: { name } }))

export const restoreWorkspace = () => dataOf(api.POST('/api/v1/workspace/restore'))
