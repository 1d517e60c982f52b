import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { DEFAULT_MAX_ATTEMPTS, maxAttempts } from '@/features/run-stream'
import { api, dataOf } from '@/shared/api/client'
import type { RunGraph, RunRead } from '@/shared/api/types'
import type { HandNode } from './hand/hand-node'
import { ITEM, type TimelineNode } from './timeline'

const runPath = (runId: string) => ({ params: { path: { run_id: runId } } })

export const runQuery = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/runs/{run_id}', { ...runPath(runId), signal })),
  })

/** The graph that the run follows: it never changes. */
export const runGraphQuery = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId, 'graph'],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/runs/{run_id}/graph', { ...runPath(runId), signal })),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** All steps with whole values, which events cut short. `seq` is how far the run had come. */
export const stepsQuery = (runId: string, seq: number) =>
  queryOptions({
    queryKey: ['run', runId, 'steps', seq],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/runs/{run_id}/steps', { ...runPath(runId), signal })),
    staleTime: Number.POSITIVE_INFINITY,
  })

type StepPlace = { runId: string; nodeId: string; iteration: string }

const LOG_REFRESH_MS = 1_000

/** What a step's node logged. `live`: more may come. */
export const logsQuery = ({ runId, nodeId, iteration }: StepPlace, live: boolean) =>
  infiniteQueryOptions({
    queryKey: ['run', runId, 'logs', nodeId, iteration],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/runs/{run_id}/steps/{node_id}/logs', {
          params: {
            path: { run_id: runId, node_id: nodeId },
            query: { iteration, cursor: pageParam },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: live ? LOG_REFRESH_MS : false,
  })

export const cancelRun = (runId: string) =>
  dataOf(api.POST('/api/v1/runs/{run_id}/cancel', runPath(runId)))

export const terminateRun = (runId: string, reason: string) =>
  dataOf(
    api.POST('/api/v1/runs/{run_id}/terminate', {
      ...runPath(runId),
      body: { reason: reason || null },
    }),
  )

/** The same version with the same input; of a test run, the draft as it is now. */
export const runAgain = (run: RunRead) =>
  dataOf(
    api.POST('/api/v1/workflows/{workflow_id}/runs', {
      params: { path: { workflow_id: run.workflow_id } },
      body: {
        input: run.input,
        version: run.version,
        draft: run.version === null,
        breakpoints: [],
      },
    }),
  )

/** What the timeline needs of the nodes; a draft's nodes may be odd. */
export function timelineNodes({ graph, places }: RunGraph): TimelineNode[] {
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const placed = new Map(places.map((place) => [place.node_id, place]))
  const own = (graph.nodes ?? []).map((node: Record<string, unknown>) => ({
    id: text(node.id),
    name: text(node.name),
    type: text(node.type),
    parent: placed.get(text(node.id))?.parent ?? (text(node.parent) || null),
    maxAttempts: maxAttempts(node.policy),
    disabled: node.disabled === true,
  }))
  const known = new Set(own.map(({ id }) => id))
  // What an agent or a team was written out as.
  const added = places
    .filter(({ node_id: id }) => !known.has(id))
    .map(({ node_id: id, name, type, parent }) => ({
      ...{ id, name, type, parent },
      maxAttempts: DEFAULT_MAX_ATTEMPTS,
    }))
  return [...own, ...added]
}

/**
 * As `timelineNodes`, of one run: which nodes the runs of items have the steps of; and of an item's run, which
 * loops are around it.
 */
export function nodesOfRun(run: RunRead, graph: RunGraph): TimelineNode[] {
  const all = timelineNodes(graph)
  const parents = new Map(all.map(({ id, parent }) => [id, parent]))
  const own = run.relation === 'item' ? run.parent_node_id : null
  const loop = own && parents.get(own)
  const around = new Set(loop ? chainOf(loop, parents) : [])
  const starters = new Map(
    all.flatMap(({ id, type, parent }): [string, string][] =>
      type === ITEM && id !== own && parent ? [[parent, id]] : [],
    ),
  )
  return all.map((node) => {
    if (around.has(node.id)) return { ...node, isElsewhere: true, isAround: true }
    const chain = chainOf(node.id, parents)
    if (loop && !chain.includes(loop)) return { ...node, isElsewhere: true }
    const item = starterOf(chain, starters, around)
    return item ? { ...node, item } : node
  })
}

/** Of the nearest loop whose items are runs of their own, unless the run is of such an item. */
function starterOf(
  chain: readonly string[],
  starters: ReadonlyMap<string, string>,
  around: ReadonlySet<string>,
): string | undefined {
  const loop = chain.find((id, index) => {
    const inside = chain[index - 1]
    return inside && !around.has(id) && starters.has(id) && starters.get(id) !== inside
  })
  return loop && starters.get(loop)
}

/** The node, and the loops around it from the nearest on. */
function chainOf(id: string, parents: ReadonlyMap<string, string | null | undefined>): string[] {
  const parent = parents.get(id)
  return parent ? [id, ...chainOf(parent, parents)] : [id]
}

/** What taking hold of a step needs of its node. */
export function handNode({ graph }: RunGraph, nodeId: string): HandNode {
  const node = (graph.nodes ?? []).find((each) => each.id === nodeId)
  const ports = (graph.edges ?? [])
    .filter((edge) => edge.from === nodeId)
    .map((edge) => (typeof edge.port === 'string' ? edge.port : 'out'))
  return {
    name: typeof node?.name === 'string' && node.name ? node.name : nodeId,
    type: typeof node?.type === 'string' ? node.type : '',
    config: node?.config as HandNode['config'],
    policy: node?.policy,
    ports: [...new Set(ports)],
  }
}
