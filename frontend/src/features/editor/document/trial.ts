/** How a draft is tried out: outputs that are given instead of worked out, and where a run is to pause. */
import type { JsonValue } from '@/shared/api/types'
import { bodiesOf } from './bodies'
import type { NodeCatalog } from './catalog'
import type { EditedGraph } from './graph'
import { predecessors, reachable, successors } from './reach'

export type Pin = {
  output: JsonValue
  /** By which the step is left; null: its first one. */
  port: string | null
}

export type Trial = {
  readonly pins: { readonly [nodeId: string]: Pin }
  readonly breakpoints: readonly string[]
}

export const noTrial: Trial = { pins: {}, breakpoints: [] }

/** Null takes the pin away. */
export function withPin(trial: Trial, nodeId: string, pin: Pin | null): Trial {
  const { [nodeId]: _, ...others } = trial.pins
  return { ...trial, pins: pin ? { ...others, [nodeId]: pin } : others }
}

export function withBreakpoint({ breakpoints, pins }: Trial, nodeId: string): Trial {
  const others = breakpoints.filter((id) => id !== nodeId)
  const isNew = others.length === breakpoints.length
  return { pins, breakpoints: isNew ? [...breakpoints, nodeId] : others }
}

export function renamedIn(trial: Trial, oldId: string, newId: string): Trial {
  const renamed = (id: string) => (id === oldId ? newId : id)
  const isNamed = oldId in trial.pins || trial.breakpoints.includes(oldId)
  if (!isNamed) return trial
  return {
    pins: Object.fromEntries(Object.entries(trial.pins).map(([id, pin]) => [renamed(id), pin])),
    breakpoints: trial.breakpoints.map(renamed),
  }
}

/** What of it the graph still has; the rest waits for an undo. */
export function trialOf({ nodes }: EditedGraph, { pins, breakpoints }: Trial): Trial {
  const ids = new Set(nodes.map((node) => node.id))
  return {
    pins: Object.fromEntries(Object.entries(pins).filter(([id]) => ids.has(id))),
    breakpoints: breakpoints.filter((id) => ids.has(id)),
  }
}

export type Part = { mode: 'only' | 'up_to' | 'from'; node_id: string }

/** Where a run of the part may pause: a loop counts as a whole, and nothing runs before a pin. */
export function breakpointsOf(
  graph: EditedGraph,
  { pins, breakpoints }: Trial,
  part: Part,
  catalog: NodeCatalog,
): string[] {
  const bodies = bodiesOf(graph, catalog)
  const at = bodies.around(part.node_id).at(-1) ?? part.node_id
  const next = part.mode === 'from' ? successors(graph) : predecessors(graph)
  const unpinned = new Map([...next].map(([id, ids]) => [id, ids.filter((to) => !(to in pins))]))
  const others = part.mode === 'only' ? [] : reachable(unpinned, at)
  const inside = bodies.withBodies([at, ...others])
  return breakpoints.filter((id) => inside.has(id))
}

const KEY = 'noria.trial.'

/** Kept for each workflow on this machine: what one person tries is no part of the draft. */
export function storedTrial(workflowId: string): Trial {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY + workflowId) ?? 'null')
    return isTrial(stored) ? stored : noTrial
  } catch {
    return noTrial
  }
}

export function storeTrial(workflowId: string, trial: Trial) {
  const isEmpty = trial.breakpoints.length === 0 && Object.keys(trial.pins).length === 0
  try {
    if (isEmpty) localStorage.removeItem(KEY + workflowId)
    else localStorage.setItem(KEY + workflowId, JSON.stringify(trial))
  } catch {
    // A pin larger than the browser keeps: it lasts until the page is left.
  }
}

function isTrial(value: unknown): value is Trial {
  if (typeof value !== 'object' || value === null) return false
  const { pins, breakpoints } = value as Record<string, unknown>
  return typeof pins === 'object' && pins !== null && Array.isArray(breakpoints)
}
