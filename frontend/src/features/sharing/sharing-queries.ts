import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { SharingWrite } from '@/shared/api/types'

/** What is shared. */
export type Shared = { kind: 'workflow' | 'folder'; id: string; name: string }

export const sharingQuery = ({ kind, id }: Shared) =>
  queryOptions({
    queryKey: ['sharing', kind, id],
    queryFn: ({ signal }) =>
      dataOf(
        kind === 'workflow'
          ? api.GET('/api/v1/workflows/{workflow_id}/sharing', {
              params: { path: { workflow_id: id } },
              signal,
            })
          : api.GET('/api/v1/folders/{folder_id}/sharing', {
              params: { path: { folder_id: id } },
              signal,
            }),
      ),
    // What is being edited is not overwritten.
    refetchOnWindowFocus: false,
    staleTime: 0,
  })

export const saveSharing = ({ kind, id }: Shared, body: SharingWrite) =>
  dataOf(
    kind === 'workflow'
      ? api.PUT('/api/v1/workflows/{workflow_id}/sharing', {
          params: { path: { workflow_id: id } },
          body,
        })
      : api.PUT('/api/v1/folders/{folder_id}/sharing', {
          params: { path: { folder_id: id } },
          body,
        }),
  )
