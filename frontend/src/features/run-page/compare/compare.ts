/** Two runs side by side: what each step did in both. Pure. */
import type { JsonValue, StepRead } from '@/shared/api/types'

export type Side = {
  status: StepRead['status']
  durationMs: number | null
  attempts: number
  output: JsonValue
}

export type ComparedStep = {
  key: string
  nodeId: string
  iteration: string
  a: Side | null
  b: Side | null
  /** Paths of the output that differ; empty when they are the same. */
  changes: readonly Change[]
}

export type Change = {
  /** As `body.items[2].price`; empty for the whole. */
  path: string
  /** Undefined where there is none. */
  before: JsonValue | undefined
  after: JsonValue | undefined
}

const MOST_CHANGES = 100

/** In the order in which the first run did them; what only the second did comes last. */
export function compareSteps(a: readonly StepRead[], b: readonly StepRead[]): ComparedStep[] {
  const byKey = new Map(b.map((step) => [keyOf(step), step]))
  const known = new Set(a.map(keyOf))
  const pairs = [
    ...a.map((step) => [step, byKey.get(keyOf(step))] as const),
    ...b.filter((step) => !known.has(keyOf(step))).map((step) => [undefined, step] as const),
  ]
  return pairs.flatMap(([left, right]) => {
    const step = left ?? right
    if (!step) return []
    return [
      {
        key: keyOf(step),
        nodeId: step.node_id,
        iteration: step.iteration,
        a: left ? sideOf(left) : null,
        b: right ? sideOf(right) : null,
        changes: left && right ? changesBetween(left.output, right.output) : [],
      },
    ]
  })
}

export const isDifferent = ({ a, b, changes }: ComparedStep) =>
  a?.status !== b?.status || changes.length > 0

const keyOf = ({ node_id, iteration }: StepRead) =>
  iteration ? `${node_id}@${iteration}` : node_id

function sideOf({ status, attempts, output, started_at, finished_at }: StepRead): Side {
  const durationMs =
    started_at && finished_at ? Date.parse(finished_at) - Date.parse(started_at) : null
  return { status, durationMs, attempts: attempts.length, output: output as JsonValue }
}

/** The deepest places at which two values differ; at most a hundred. */
export function changesBetween(before: unknown, after: unknown): Change[] {
  const changes: Change[] = []
  collect(before as JsonValue, after as JsonValue, '', changes)
  return changes
}

function collect(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  path: string,
  into: Change[],
) {
  if (into.length >= MOST_CHANGES || before === after) return
  const parts = partsOf(before, after, path)
  if (!parts) {
    into.push({ path, before, after })
    return
  }
  for (const part of parts) collect(part.before, part.after, part.path, into)
}

/** What two lists or two objects hold; null where they are compared as they are. */
function partsOf(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  path: string,
): Change[] | null {
  if (Array.isArray(before) && Array.isArray(after)) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => ({
      path: `${path}[${index}]`,
      before: before[index],
      after: after[index],
    }))
  }
  if (!isObject(before) || !isObject(after)) return null
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].map((name) => ({
    path: path ? `${path}.${name}` : name,
    before: before[name],
    after: after[name],
  }))
}

const isObject = (value: JsonValue | undefined): value is { [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
