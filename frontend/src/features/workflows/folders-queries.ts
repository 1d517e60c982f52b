import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import { workflowsKey } from './workflows-queries'

export const foldersQuery = queryOptions({
  queryKey: [...workflowsKey, 'folders'],
  queryFn: async ({ signal }) => (await dataOf(api.GET('/api/v1/folders', { signal }))).items,
})

export const tagsQuery = queryOptions({
  queryKey: [...workflowsKey, 'tags'],
  queryFn: async ({ signal }) => (await dataOf(api.GET('/api/v1/workflow-tags', { signal }))).items,
})

type FolderPlace = { name: string; parent_id: string | null }

export const createFolder = (body: FolderPlace) => dataOf(api.POST('/api/v1/folders', { body }))

export const changeFolder = ({ id, ...body }: FolderPlace & { id: string }) =>
  dataOf(api.PUT('/api/v1/folders/{folder_id}', { params: { path: { folder_id: id } }, body }))

export const removeFolder = (folderId: string) =>
  dataOf(api.DELETE('/api/v1/folders/{folder_id}', { params: { path: { folder_id: folderId } } }))
