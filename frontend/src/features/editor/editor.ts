/** One open builder: its document, catalog, autosave and camera, and all that can be done with them. */
import type { JsonValue } from '@/shared/api/types'
import type { Autosave } from './autosave'
import { type Camera, noCamera } from './camera'
import { autoLayout, layoutRequest } from './document/auto-layout'
import type { NodeCatalog, NodeTypeInfo } from './document/catalog'
import { copyNodes, pasteNodes, readClipboard } from './document/clipboard'
import { edgeProblem } from './document/connect'
import {
  addNode,
  appendNode,
  canSplice,
  connect,
  insertOnEdge,
  moveNodes,
  removeEdges,
  removeNodes,
  setConfig,
  setJoin,
  setName,
  setPolicy,
  splice,
} from './document/edit'
import { renameNode } from './document/expressions'
import {
  type Config,
  type EditedGraph,
  edgeKey,
  findNode,
  type GraphEdge,
  labelOf,
  type NodePolicy,
  type Point,
  portOf,
  positionOf,
} from './document/graph'
import { hasInput, portsOf } from './document/ports'
import { downstreamOf, edgesFromPort, upstreamOf, walk } from './document/reach'
import { commit, type EditorStore, type Place, selectNodes, soleNode, travel } from './store'

type EditorParts = {
  workflowId: string
  catalog: NodeCatalog
  store: EditorStore
  autosave: Autosave
}

export class Editor {
  readonly workflowId: string
  readonly catalog: NodeCatalog
  readonly store: EditorStore
  readonly autosave: Autosave
  camera: Camera = noCamera

  constructor(parts: EditorParts) {
    this.workflowId = parts.workflowId
    this.catalog = parts.catalog
    this.store = parts.store
    this.autosave = parts.autosave
  }

  get graph(): EditedGraph {
    return this.store.getState().graph
  }

  get chosen(): ReadonlySet<string> {
    return this.store.getState().selection.nodes
  }

  /** The only node that is chosen. */
  get sole(): string | null {
    return soleNode(this.store.getState())
  }

  announce(announcement: string) {
    this.store.setState({ announcement })
  }

  titleOf(nodeId: string): string {
    const node = findNode(this.graph, nodeId)
    return node ? labelOf(node, this.catalog.of(node)?.title) : nodeId
  }

  // Adding

  add(type: NodeTypeInfo, place: Place) {
    const { graph, nodeId } = this.#placed(type, place)
    const selection = { nodes: new Set([nodeId]), edges: new Set<string>() }
    commit(this.store, { graph, label: `Add ${type.title}` }, selection)
    this.announce(`${type.title} added.`)
    // What was dropped somewhere is seen already, and the ground must not move under the hand.
    const isPlaced = place.kind === 'at' || (place.kind === 'after' && place.point)
    if (!isPlaced) this.camera.show([nodeId])
    this.camera.focus(nodeId)
  }

  #placed(type: NodeTypeInfo, place: Place) {
    if (place.kind === 'on_edge') return insertOnEdge(this.graph, type, place.edge, this.catalog)
    if (place.kind === 'at' || !hasInput({ type: type.type })) {
      const point = place.kind === 'at' ? place.point : (place.point ?? this.camera.centre())
      return addNode(this.graph, type, point)
    }
    const added = appendNode(this.graph, type, place, this.catalog)
    if (!place.point) return added
    return { ...added, graph: moveNodes(added.graph, new Map([[added.nodeId, place.point]])) }
  }

  /** Where a step that is to follow this one goes: into the one edge that is there, else behind it. */
  placeAfter(nodeId: string): Place {
    const node = findNode(this.graph, nodeId)
    const ports = node ? portsOf(node, this.catalog.of(node)) : []
    const free = ports.find((port) => edgesFromPort(this.graph, nodeId, port).length === 0)
    const port = free ?? ports[0]
    if (port === undefined) return { kind: 'at', point: this.camera.centre() }
    const [edge, ...more] = edgesFromPort(this.graph, nodeId, port)
    return edge && more.length === 0
      ? { kind: 'on_edge', edge }
      : { kind: 'after', node_id: nodeId, port }
  }

  // Wiring

  connect(edge: GraphEdge) {
    const problem = edgeProblem(this.graph, edge, this.catalog)
    if (problem) return this.announce(problem)
    commit(this.store, { graph: connect(this.graph, edge), label: 'Connect' })
    this.announce(`${this.titleOf(edge.from)} connected to ${this.titleOf(edge.to)}.`)
  }

  reconnect(before: GraphEdge, after: GraphEdge) {
    const without = removeEdges(this.graph, new Set([edgeKey(before)]))
    const problem = edgeProblem(without, after, this.catalog)
    if (problem) return this.announce(problem)
    commit(this.store, { graph: connect(without, after), label: 'Reconnect' })
  }

  spliceInto(nodeId: string, edge: GraphEdge, position: Point): boolean {
    if (!canSplice(this.graph, nodeId, edge, this.catalog)) return false
    const moved = moveNodes(this.graph, new Map([[nodeId, position]]))
    const graph = splice(moved, nodeId, edge, this.catalog)
    commit(this.store, { graph, label: `Put ${this.titleOf(nodeId)} in between` })
    this.announce(
      `${this.titleOf(nodeId)} put between ${this.titleOf(edge.from)} and ${this.titleOf(edge.to)}.`,
    )
    return true
  }

  // Removing and moving

  removeSelected() {
    const { nodes, edges } = this.store.getState().selection
    if (nodes.size + edges.size === 0) return
    const graph = removeNodes(removeEdges(this.graph, edges), nodes)
    const what = nodes.size > 0 ? countSteps(nodes.size) : 'an edge'
    commit(this.store, { graph, label: `Delete ${what}` }, { nodes: new Set(), edges: new Set() })
    this.announce(`Deleted ${what}.`)
  }

  move(positions: ReadonlyMap<string, Point>, byKeyboard: boolean) {
    const mergeKey = byKeyboard ? `move ${[...positions.keys()].join()}` : undefined
    const graph = moveNodes(this.graph, positions, !byKeyboard)
    commit(this.store, { graph, label: `Move ${countSteps(positions.size)}`, mergeKey })
  }

  async layOut() {
    const only = this.chosen.size > 1 ? this.chosen : undefined
    const places = await autoLayout(layoutRequest(this.graph, this.catalog, only))
    commit(this.store, { graph: moveNodes(this.graph, places), label: 'Lay out' })
    this.announce('Laid out.')
    if (!only) this.camera.fit()
  }

  // Copying

  copied(): string | null {
    return this.chosen.size > 0 ? copyNodes(this.graph, this.chosen) : null
  }

  /** How many nodes were pasted; 0 when the text holds none. */
  paste(text: string, at: Point): number {
    const nodes = readClipboard(text)
    if (!nodes) return 0
    const { graph, nodeIds, skipped } = pasteNodes(this.graph, nodes, at, this.catalog)
    if (nodeIds.length === 0) {
      this.announce('There is a start already: nothing was pasted.')
      return 0
    }
    const selection = { nodes: new Set(nodeIds), edges: new Set<string>() }
    commit(this.store, { graph, label: `Paste ${countSteps(nodeIds.length)}` }, selection)
    const left = skipped > 0 ? ' The start was left out: there is one already.' : ''
    this.announce(`Pasted ${countSteps(nodeIds.length)}.${left}`)
    this.camera.show(nodeIds)
    return nodeIds.length
  }

  duplicate() {
    const text = this.copied()
    const [first] = this.graph.nodes.filter((node) => this.chosen.has(node.id)).map(positionOf)
    if (text && first) this.paste(text, { x: first.x + 32, y: first.y + 96 })
  }

  // Changing one node

  setConfig(nodeId: string, config: Config, pointer: string) {
    const graph = setConfig(this.graph, nodeId, config, this.catalog)
    const label = `Change ${this.titleOf(nodeId)}`
    commit(this.store, { graph, label, mergeKey: `config ${nodeId} ${pointer}` })
  }

  setPolicy(nodeId: string, policy: NodePolicy) {
    const graph = setPolicy(this.graph, nodeId, policy)
    const label = `Change the policy of ${this.titleOf(nodeId)}`
    commit(this.store, { graph, label, mergeKey: `policy ${nodeId}` })
  }

  setJoin(nodeId: string, join: 'all' | 'any') {
    commit(this.store, { graph: setJoin(this.graph, nodeId, join), label: 'Change the join' })
  }

  setName(nodeId: string, name: string) {
    const graph = setName(this.graph, nodeId, name)
    commit(this.store, { graph, label: 'Rename', mergeKey: `name ${nodeId}` })
  }

  renameId(oldId: string, newId: string) {
    const graph = renameNode(this.graph, oldId, newId, this.catalog)
    const selection = { nodes: new Set([newId]), edges: new Set<string>() }
    commit(this.store, { graph, label: `Rename ${oldId} to ${newId}` }, selection)
    this.announce(`Renamed to ${newId}; what reads it follows.`)
  }

  // Time

  undo() {
    const label = travel(this.store, 'undo')
    this.announce(label ? `Undone: ${label}.` : 'Nothing to undo.')
  }

  redo() {
    const label = travel(this.store, 'redo')
    this.announce(label ? `Redone: ${label}.` : 'Nothing to redo.')
  }

  // Choosing

  select(nodeIds: Iterable<string>) {
    selectNodes(this.store, nodeIds)
  }

  selectAll() {
    this.select(this.graph.nodes.map((node) => node.id))
    this.announce(`${countSteps(this.graph.nodes.length)} chosen.`)
  }

  selectAlong(direction: 'upstream' | 'downstream') {
    const reach = direction === 'upstream' ? upstreamOf : downstreamOf
    const found = [...this.chosen].flatMap((id) => [...reach(this.graph, id)])
    this.select([...this.chosen, ...found])
  }

  walk(direction: 'forward' | 'back' | 'up' | 'down') {
    const from = this.sole ?? this.graph.nodes[0]?.id
    const to = from ? walk(this.graph, from, direction) : null
    if (!to) return this.announce('There is no step that way.')
    this.goTo(to)
  }

  goTo(nodeId: string) {
    this.select([nodeId])
    this.camera.show([nodeId])
    this.camera.focus(nodeId)
  }
}

const countSteps = (count: number) => (count === 1 ? '1 step' : `${count} steps`)

/** In words, for lists of targets: `yes → Ship it`. */
export function edgeWords(editor: Editor, edge: GraphEdge): string {
  const port = portOf(edge)
  return port === 'out' ? editor.titleOf(edge.to) : `${port} → ${editor.titleOf(edge.to)}`
}

/** What a run may be started with, as the start node says; an empty object takes anything. */
export function inputSchemaOf(graph: EditedGraph): { readonly [key: string]: JsonValue } {
  const start = graph.nodes.find((node) => node.type === 'start')
  const schema = start?.config?.input_schema
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema) ? schema : {}
}
