/** The open document and what is chosen in it. One store for each open builder; loaded once, saved by autosave. */
import { createStore, type StoreApi } from 'zustand'
import type { Problem } from '@/shared/api/error'
import { drawnKeys, type EditedGraph } from './document/graph'
import { type Change, emptyHistory, type History, record, redo, undo } from './document/history'
import type { Place } from './document/placing'
import { noTrial, type Part, type Trial } from './document/trial'

export type Selection = { nodes: ReadonlySet<string>; edges: ReadonlySet<string> }

/** What undo and redo bring back. */
export type Undoable = { graph: EditedGraph; trial: Trial }

export type Sheet =
  | { kind: 'add'; place: Place }
  | { kind: 'copilot' }
  | { kind: 'connect'; node_id: string }
  | { kind: 'extract' }
  | { kind: 'find' }
  | { kind: 'past_runs' }
  | { kind: 'replace' }
  | { kind: 'run'; part?: Part }
  | { kind: 'publish' }
  | { kind: 'versions' }

export type InspectorTab = 'config' | 'policy' | 'data' | 'docs'

export type EditorState = {
  graph: EditedGraph
  /** False: the graph stays as it is, whatever is tried. */
  mayEdit: boolean
  trial: Trial
  history: History<Undoable>
  selection: Selection
  /** Containers whose bodies are folded away. */
  collapsed: ReadonlySet<string>
  /** Of the last save; the server says what is wrong. */
  problems: readonly Problem[]
  problemsByNode: ReadonlyMap<string, readonly Problem[]>
  sheet: Sheet | null
  tab: InspectorTab
  /** The note or group whose text is being written. */
  writing: string | null
  /** The step whose id is being written over its card. */
  renaming: string | null
  /** The inspector takes the whole width: input, config and output beside each other. */
  wideInspector: boolean
  showProblems: boolean
  showMinimap: boolean
  showDrawer: boolean
  /** The run on the canvas and in the drawer; null: none. */
  runId: string | null
  /** Read aloud. */
  announcement: string
}

export type EditorStore = StoreApi<EditorState>

export const noSelection: Selection = { nodes: new Set(), edges: new Set() }

export function createEditorStore(
  graph: EditedGraph,
  problems: readonly Problem[],
  {
    collapsed = new Set(),
    trial = noTrial,
  }: Partial<Pick<EditorState, 'collapsed' | 'trial'>> = {},
): EditorStore {
  return createStore<EditorState>(() => ({
    graph,
    mayEdit: true,
    trial,
    history: emptyHistory,
    selection: noSelection,
    collapsed,
    problems,
    problemsByNode: byNode(problems),
    sheet: null,
    tab: 'config',
    writing: null,
    renaming: null,
    wideInspector: false,
    showProblems: false,
    showMinimap: true,
    showDrawer: false,
    runId: null,
    announcement: '',
  }))
}

/**
 * Change the document or its trial; what is chosen but gone is let go. Nothing happens when nothing changed,
 * or when the document may not be changed by who is here.
 */
export function commit(
  store: EditorStore,
  change: Change & Partial<Undoable>,
  selection?: Selection,
) {
  store.setState((state) => {
    const { graph = state.graph, trial = state.trial } = change
    if (graph === state.graph && trial === state.trial) return selection ? { selection } : state
    if (graph !== state.graph && !state.mayEdit) return state
    const before = { graph: state.graph, trial: state.trial }
    return {
      graph,
      trial,
      history: record(state.history, before, change, Date.now()),
      selection: within(graph, selection ?? state.selection),
    }
  })
}

/** What was undone or redone, for people; null when there was nothing. */
export function travel(store: EditorStore, direction: 'undo' | 'redo'): string | null {
  const { history, graph, trial } = store.getState()
  const travelled = (direction === 'undo' ? undo : redo)<Undoable>(history, { graph, trial })
  if (!travelled) return null
  const { present } = travelled
  store.setState(({ selection }) => ({
    ...present,
    history: travelled.history,
    selection: within(present.graph, selection),
  }))
  return travelled.label
}

/** Take another graph as the document, as one entry of the history. */
export function replaceGraph(store: EditorStore, graph: EditedGraph, label: string) {
  commit(store, { graph, label }, noSelection)
}

export function selectNodes(store: EditorStore, nodeIds: Iterable<string>) {
  store.setState({ selection: { nodes: new Set(nodeIds), edges: new Set() } })
}

export function setProblems(store: EditorStore, problems: readonly Problem[]) {
  store.setState(({ problemsByNode }) => ({
    problems,
    problemsByNode: keepingSame(problemsByNode, byNode(problems)),
  }))
}

/** The one node that is chosen; null for none or several. */
export function soleNode({ selection }: Pick<EditorState, 'selection'>): string | null {
  const [only, ...more] = selection.nodes
  return only !== undefined && more.length === 0 ? only : null
}

function within(graph: EditedGraph, selection: Selection): Selection {
  if (selection.nodes.size === 0) return selection
  const keys = drawnKeys(graph)
  const nodes = [...selection.nodes].filter((key) => keys.has(key))
  return nodes.length === selection.nodes.size ? selection : { ...selection, nodes: new Set(nodes) }
}

function byNode(problems: readonly Problem[]): Map<string, readonly Problem[]> {
  const all = new Map<string, Problem[]>()
  for (const problem of problems) {
    if (!problem.node_id) continue
    const known = all.get(problem.node_id)
    if (known) known.push(problem)
    else all.set(problem.node_id, [problem])
  }
  return all
}

/** Lists that say the same keep their identity, so that their cards don't render again. */
function keepingSame(
  before: ReadonlyMap<string, readonly Problem[]>,
  after: Map<string, readonly Problem[]>,
): ReadonlyMap<string, readonly Problem[]> {
  for (const [nodeId, problems] of after) {
    const known = before.get(nodeId)
    if (known && JSON.stringify(known) === JSON.stringify(problems)) after.set(nodeId, known)
  }
  return after
}
