/** Which agent a step belongs to, and how the members of a team worked. Pure. */
import { formatUsd } from '@/features/models'
import type { LiveStep } from '@/features/run-stream'
import { t } from '@/shared/i18n/texts'
import type { TimelineNode } from '../timeline'

const THINK = '__think'

/** An agent, at one place of the loops around it. */
export type AgentPlace = { nodeId: string; iteration: string }

/** The agent of a step: itself, or the one whose round it is; null: neither. */
export function agentOf(step: LiveStep, node: TimelineNode | undefined): AgentPlace | null {
  const { node_id: nodeId, iteration } = step
  if (node?.type === 'agent') return { nodeId, iteration }
  if (!nodeId.endsWith(THINK)) return null
  const at = iteration.lastIndexOf('/')
  return { nodeId: nodeId.slice(0, -THINK.length), iteration: at < 0 ? '' : iteration.slice(0, at) }
}

export type Turn = { key: string; status: LiveStep['newest']['status']; from: number; to: number }

/** What one member of a team did, and what that took. */
export type Lane = {
  nodeId: string
  name: string
  turns: readonly Turn[]
  tokens: number
  /** Null: a price is not known. */
  costUsd: number | null
}

type Steps = readonly LiveStep[]

/** One lane for each member of a team, in the graph's order. */
export function lanesOf(
  team: AgentPlace,
  nodes: readonly TimelineNode[],
  steps: Steps,
  nowMs: number,
): Lane[] {
  const calls = `${team.nodeId}__calls`
  const prefix = team.iteration ? `${team.iteration}/` : ''
  const members = nodes.filter(
    ({ id, parent }) => parent === calls && id !== `${team.nodeId}__route`,
  )
  return members.map(({ id, name }) => {
    const own = steps.filter((step) => step.node_id === id && step.iteration.startsWith(prefix))
    return {
      nodeId: id,
      name: name || id,
      turns: own.flatMap((step) => turnOf(step, nowMs)),
      ...spentBy(own),
    }
  })
}

function turnOf({ key, newest, attempts }: LiveStep, nowMs: number): Turn[] {
  const began = attempts.find((each) => each.started_at)?.started_at
  if (!began || newest.status === 'skipped') return []
  const to = newest.finished_at ? Date.parse(newest.finished_at) : nowMs
  return [{ key, status: newest.status, from: Date.parse(began), to }]
}

function spentBy(steps: Steps): { tokens: number; costUsd: number | null } {
  let tokens = 0
  let costUsd: number | null = 0
  for (const { newest } of steps) {
    const output = (newest.output ?? {}) as Record<string, unknown>
    tokens += number(output.input_tokens) + number(output.output_tokens)
    if (output.cost_usd === null) costUsd = null
    else if (costUsd !== null) costUsd += number(output.cost_usd)
  }
  return { tokens, costUsd }
}

/** Null: a price is not known. */
export const formatCost = (usd: number | null) =>
  usd === null ? t('price not known') : formatUsd(usd)

const number = (value: unknown) => (typeof value === 'number' ? value : 0)
