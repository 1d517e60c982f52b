/** The endpoints of the builder, which are named here; what it opens with is asked for ahead of its code. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { ApiError } from '@/shared/api/error'
import { NODE_TYPES_FRESH_MS, nodeTypesKey, readNodeTypes } from '@/shared/api/node-types'
import type { JsonValue, RunCreate } from '@/shared/api/types'
import { readWorkflow } from '@/shared/api/workflow-ahead'
import type { Saved, SaveOptions, Theirs } from './autosave'
import { NodeCatalog } from './document/catalog'
import { type EditedGraph, readGraph } from './document/graph'

const workflowPath = (workflowId: string) => ({ path: { workflow_id: workflowId } })

/** Read once when the builder opens: what is edited is never overwritten by a refetch. */
export const workflowQuery = (workflowId: string) =>
  queryOptions({
    queryKey: ['workflow', workflowId, 'builder'],
    queryFn: () => readWorkflow(workflowId),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })

export const catalogQuery = queryOptions({
  queryKey: [...nodeTypesKey, 'catalog'],
  queryFn: async ({ signal }) => new NodeCatalog(await readNodeTypes(signal)),
  staleTime: NODE_TYPES_FRESH_MS,
})

const KEEPALIVE_BYTES = 60_000

export async function saveDraft(
  workflowId: string,
  graph: EditedGraph,
  { revision, force, keepalive }: SaveOptions,
): Promise<Saved> {
  const body = { graph: graph as unknown as { nodes: never[]; edges: never[] } }
  // A browser refuses to send more than this while the page goes away.
  const keeps = keepalive && JSON.stringify(body).length < KEEPALIVE_BYTES
  return dataOf(
    api.PUT('/api/v1/workflows/{workflow_id}/draft', {
      params: {
        ...workflowPath(workflowId),
        query: { force },
        header: { 'if-match': `"${revision}"` },
      },
      body,
      ...(keeps && { keepalive: true }),
    }),
  )
}

/** The other side of a conflict. */
export function theirsOf(error: ApiError): Theirs {
  const theirs = error.body.theirs as {
    graph: { nodes: unknown; edges: unknown }
    revision: number
  }
  return { graph: readGraph(theirs.graph), revision: theirs.revision }
}

/** What people say of a version. */
export type VersionWords = { name: string | null; note: string | null }

/** Exactly the revision is published, or nothing. */
export const publish = (workflowId: string, body: VersionWords, revision: number) =>
  dataOf(
    api.POST('/api/v1/workflows/{workflow_id}/publish', {
      params: { ...workflowPath(workflowId), header: { 'if-match': `"${revision}"` } },
      body,
    }),
  )

export const nameVersion = (workflowId: string, number: number, body: VersionWords) =>
  dataOf(
    api.PUT('/api/v1/workflows/{workflow_id}/versions/{number}/words', {
      params: { path: { workflow_id: workflowId, number } },
      body,
    }),
  )

export const createWorkflow = (name: string, graph: EditedGraph) =>
  dataOf(
    api.POST('/api/v1/workflows', {
      body: { name, graph: graph as unknown as { nodes: never[]; edges: never[] } },
    }),
  )

/** Who has saved the draft since the newest version. */
export const authorsQuery = (workflowId: string) =>
  queryOptions({
    queryKey: ['workflow', workflowId, 'authors'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/workflows/{workflow_id}/draft/authors', {
          params: workflowPath(workflowId),
          signal,
        }),
      ),
    staleTime: 0,
  })

export const versionsQuery = (workflowId: string) =>
  infiniteQueryOptions({
    queryKey: ['workflow', workflowId, 'versions'],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/workflows/{workflow_id}/versions', {
          params: { ...workflowPath(workflowId), query: { cursor: pageParam, limit: 30 } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 0,
  })

export const earlierDraftsQuery = (workflowId: string) =>
  infiniteQueryOptions({
    queryKey: ['workflow', workflowId, 'earlier-drafts'],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/workflows/{workflow_id}/draft/earlier', {
          params: { ...workflowPath(workflowId), query: { cursor: pageParam, limit: 30 } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 0,
  })

export const earlierDraftQuery = (workflowId: string, revision: number) =>
  queryOptions({
    queryKey: ['workflow', workflowId, 'earlier-draft', revision],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/workflows/{workflow_id}/draft/earlier/{revision}', {
          params: { path: { workflow_id: workflowId, revision } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const versionQuery = (workflowId: string, number: number) =>
  queryOptions({
    queryKey: ['workflow', workflowId, 'version', number],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/workflows/{workflow_id}/versions/{number}', {
          params: { path: { workflow_id: workflowId, number } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** With a key of its own: what is sent again, as after signing in anew, is done once. */
const onceOf = (workflowId: string, revision: number | null) => ({
  ...workflowPath(workflowId),
  header: {
    'idempotency-key': crypto.randomUUID(),
    ...(revision !== null && { 'if-match': `"${revision}"` }),
  },
})

/** What the run is about, and what happens while another one about it goes on. */
export type RunKey = { key: string; key_policy: NonNullable<RunCreate['key_policy']> }

type StartedRun = {
  input: JsonValue
  /** Null: the draft. */
  version: number | null
  /** Of the draft: exactly this one is run, or nothing. */
  revision: number | null
  breakpoints: string[]
  key: RunKey | null
}

export const startRun = (workflowId: string, { key, revision, ...run }: StartedRun) =>
  dataOf(
    api.POST('/api/v1/workflows/{workflow_id}/runs', {
      params: onceOf(workflowId, revision),
      body: { ...run, draft: run.version === null, ...key },
    }),
  )

export type TestRun = {
  mode: 'only' | 'up_to' | 'from'
  node_id: string
  input: JsonValue
  pins: { readonly [nodeId: string]: { output: JsonValue; port: string | null } }
  /** Outputs that are not pinned come from this run. */
  run_id: string | null
  breakpoints: string[]
}

/** Exactly the revision of the draft is run, or nothing. */
export const startTestRun = (workflowId: string, body: TestRun, revision: number) =>
  dataOf(
    api.POST('/api/v1/workflows/{workflow_id}/test-runs', {
      params: onceOf(workflowId, revision),
      body,
    }),
  )

const runParams = (runId: string) => ({ params: { path: { run_id: runId } } })

/** How the run stands in people's hands: paused or not, and before which steps. */
export const gripQuery = (runId: string, seq: number) =>
  queryOptions({
    queryKey: ['run', runId, 'grip', seq],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/runs/{run_id}/grip', { ...runParams(runId), signal })),
  })

const once = (runId: string) => ({
  params: { path: { run_id: runId }, header: { 'Idempotency-Key': crypto.randomUUID() } },
})

export const pauseRun = (runId: string) =>
  dataOf(api.POST('/api/v1/runs/{run_id}/pause', once(runId)))

export const resumeRun = (runId: string) =>
  dataOf(api.POST('/api/v1/runs/{run_id}/resume', once(runId)))

/** The step that has been ready for the longest time. */
export const stepRun = (runId: string) =>
  dataOf(api.POST('/api/v1/runs/{run_id}/step', once(runId)))

export const setBreakpoints = (runId: string, nodeIds: string[]) =>
  dataOf(
    api.PUT('/api/v1/runs/{run_id}/breakpoints', {
      ...runParams(runId),
      body: { node_ids: nodeIds },
    }),
  )

export const cancelRun = (runId: string) =>
  dataOf(api.POST('/api/v1/runs/{run_id}/cancel', { params: { path: { run_id: runId } } }))

/** The newest run of the workflow; null when there is none yet. */
export const lastRunQuery = (workflowId: string) =>
  queryOptions({
    queryKey: ['workflow', workflowId, 'last-run'],
    queryFn: async ({ signal }) => {
      const query = { workflow_id: workflowId, limit: 1 }
      const { items } = await dataOf(api.GET('/api/v1/runs', { params: { query }, signal }))
      return items[0]?.id ?? null
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

/** A run with its steps: what previews and completion know of the data. */
export const runDataQuery = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId, 'data'],
    queryFn: async ({ signal }) => {
      const params = { path: { run_id: runId } }
      const [run, steps] = await Promise.all([
        dataOf(api.GET('/api/v1/runs/{run_id}', { params, signal })),
        dataOf(api.GET('/api/v1/runs/{run_id}/steps', { params, signal })),
      ])
      return { run, steps }
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

export const renameWorkflow = (workflowId: string, name: string) =>
  dataOf(
    api.PATCH('/api/v1/workflows/{workflow_id}', {
      params: workflowPath(workflowId),
      body: { name },
    }),
  )
