import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type {
  ChunkPreviewCreate,
  DocumentDetails,
  KnowledgeBaseCreate,
  KnowledgeBaseRead,
  KnowledgeBaseWrite,
  KnowledgeSearch,
} from '@/shared/api/types'
import { isOpen, REFRESH_MS } from './document-status'

const PAGE = 50

/** All that is known of knowledge bases. */
export const basesKey = ['knowledge-bases'] as const

export const basesQuery = queryOptions({
  queryKey: basesKey,
  queryFn: async ({ signal }) =>
    (await dataOf(api.GET('/api/v1/knowledge-bases', { signal }))).items,
  refetchInterval: ({ state }) => (state.data?.some((base) => base.open > 0) ? REFRESH_MS : false),
})

export const baseQuery = (baseId: string) =>
  queryOptions({
    queryKey: [...basesKey, baseId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/knowledge-bases/{base_id}', {
          params: { path: { base_id: baseId } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) => (state.data && state.data.open > 0 ? REFRESH_MS : false),
  })

export const documentsKey = (baseId: string) => [...basesKey, baseId, 'documents'] as const

export const documentsQuery = (baseId: string) =>
  infiniteQueryOptions({
    queryKey: documentsKey(baseId),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/knowledge-bases/{base_id}/documents', {
          params: { path: { base_id: baseId }, query: { cursor: pageParam, limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(isOpen)) ? REFRESH_MS : false,
  })

export const chunksQuery = (baseId: string, documentId: string) =>
  infiniteQueryOptions({
    queryKey: [...documentsKey(baseId), documentId, 'chunks'],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/knowledge-bases/{base_id}/documents/{document_id}/chunks', {
          params: {
            path: { base_id: baseId, document_id: documentId },
            query: { cursor: pageParam, limit: PAGE },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

const entitiesKey = (baseId: string) => [...basesKey, baseId, 'entities'] as const

/** Read again with each document that was indexed. */
export const entitiesQuery = ({ id, open }: KnowledgeBaseRead, search: string) =>
  infiniteQueryOptions({
    queryKey: [...entitiesKey(id), search, open],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/knowledge-bases/{base_id}/entities', {
          params: {
            path: { base_id: id },
            query: { cursor: pageParam, limit: PAGE, search: search || null },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  })

export const relationsQuery = (baseId: string, entityId: string) =>
  queryOptions({
    queryKey: [...entitiesKey(baseId), entityId, 'relations'],
    queryFn: async ({ signal }) =>
      (
        await dataOf(
          api.GET('/api/v1/knowledge-bases/{base_id}/entities/{entity_id}/relations', {
            params: { path: { base_id: baseId, entity_id: entityId } },
            signal,
          }),
        )
      ).items,
  })

export const createBase = (body: KnowledgeBaseCreate) =>
  dataOf(api.POST('/api/v1/knowledge-bases', { body }))

export const changeBase = (baseId: string, body: KnowledgeBaseWrite) =>
  dataOf(
    api.PUT('/api/v1/knowledge-bases/{base_id}', { params: { path: { base_id: baseId } }, body }),
  )

export const deleteBase = (baseId: string) =>
  dataOf(api.DELETE('/api/v1/knowledge-bases/{base_id}', { params: { path: { base_id: baseId } } }))

export const previewChunks = (baseId: string, body: ChunkPreviewCreate) =>
  dataOf(
    api.POST('/api/v1/knowledge-bases/{base_id}/chunks', {
      params: { path: { base_id: baseId } },
      body,
    }),
  )

/** Without details, a document that is replaced keeps its own. */
export const uploadDocument = (baseId: string, file: File, details: DocumentDetails) =>
  dataOf(
    api.POST('/api/v1/knowledge-bases/{base_id}/documents', {
      params: { path: { base_id: baseId }, query: { name: file.name, ...given(details) } },
      headers: { 'Content-Type': file.type || 'application/octet-stream' },
      // The file itself: the generated type calls it a string.
      body: file as unknown as string,
      bodySerializer: (body) => body as unknown as BodyInit,
    }),
  )

const given = (details: DocumentDetails) =>
  Object.keys(details).length > 0 ? { details: JSON.stringify(details) } : {}

export const changeDetails = (baseId: string, documentId: string, details: DocumentDetails) =>
  dataOf(
    api.PATCH('/api/v1/knowledge-bases/{base_id}/documents/{document_id}', {
      params: { path: { base_id: baseId, document_id: documentId } },
      body: { details },
    }),
  )

type UrlDraft = { url: string; credential: string | null; details: DocumentDetails }

export const addUrl = (baseId: string, body: UrlDraft) =>
  dataOf(
    api.POST('/api/v1/knowledge-bases/{base_id}/documents/url', {
      params: { path: { base_id: baseId } },
      body,
    }),
  )

export const indexBase = (baseId: string) =>
  dataOf(
    api.POST('/api/v1/knowledge-bases/{base_id}/index', {
      params: { path: { base_id: baseId } },
    }),
  )

export const indexDocument = (baseId: string, documentId: string) =>
  dataOf(
    api.POST('/api/v1/knowledge-bases/{base_id}/documents/{document_id}/index', {
      params: { path: { base_id: baseId, document_id: documentId } },
    }),
  )

export const deleteDocument = (baseId: string, documentId: string) =>
  dataOf(
    api.DELETE('/api/v1/knowledge-bases/{base_id}/documents/{document_id}', {
      params: { path: { base_id: baseId, document_id: documentId } },
    }),
  )

export const searchBase = (baseId: string, body: KnowledgeSearch) =>
  dataOf(
    api.POST('/api/v1/knowledge-bases/{base_id}/search', {
      params: { path: { base_id: baseId } },
      body,
    }),
  )
