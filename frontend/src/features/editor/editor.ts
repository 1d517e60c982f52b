/** One open builder: its document, catalog, autosave and camera, and all that can be done with them. */
import { moveUnparsed, type Unparsed } from '@/features/expression'
import { plural, t } from '@/shared/i18n/texts'
import { notify } from '@/shared/ui/toaster'
import type { Autosave } from './autosave'
import { type Camera, noCamera } from './camera'
import { autoLayout, layoutRequest } from './document/auto-layout'
import { type Bodies, bodiesOf } from './document/bodies'
import type { NodeCatalog, NodeTypeInfo } from './document/catalog'
import { type Copied, copyBare, copyNodes, readClipboard } from './document/clipboard'
import { edgeProblem } from './document/connect'
import { countSteps } from './document/counted'
import {
  canSplice,
  connect,
  moveNodes,
  removeEdges,
  removeNodes,
  setConfig,
  setJoin,
  setName,
  setPolicy,
  splice,
} from './document/edit'
import { storeCollapsed } from './document/folded'
import {
  type Config,
  drawnKeys,
  type EditedGraph,
  edgeKey,
  findNode,
  type GraphEdge,
  labelOf,
  type NodePolicy,
  type Point,
} from './document/graph'
import { removeGroups } from './document/groups'
import type { Change } from './document/history'
import { memberProblem, moveInto, settle } from './document/membership'
import { moveNotes, removeNotes } from './document/notes'
import { addAt, freePlaceIn, type Place, placeBehind } from './document/placing'
import { downstreamOf, upstreamOf, walk } from './document/reach'
import { renamedIn, type Trial } from './document/trial'
import { Presence } from './presence/presence'
import { commit, type EditorStore, type Selection, selectNodes, soleNode, travel } from './store'

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
  readonly presence: Presence
  /** What is being written and is not JSON yet, by the form and the field. */
  readonly unparsed: Unparsed = new Map()
  camera: Camera = noCamera
  #copied: Copied | null = null

  constructor(parts: EditorParts) {
    this.workflowId = parts.workflowId
    this.catalog = parts.catalog
    this.store = parts.store
    this.autosave = parts.autosave
    this.presence = new Presence(parts.workflowId)
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

  /** Says why something was not done, to those who see the screen as well. */
  refuse(reason: string) {
    this.announce(reason)
    notify(reason)
  }

  titleOf(nodeId: string): string {
    const node = findNode(this.graph, nodeId)
    return node ? labelOf(node, this.catalog.of(node)?.title) : nodeId
  }

  get bodies(): Bodies {
    return bodiesOf(this.graph, this.catalog)
  }

  /** The innermost frame that is shown around a point of the canvas. */
  containerAt(point: Point, without: Iterable<string> = []): string | null {
    const { collapsed } = this.store.getState()
    return this.bodies.containerAt(point, new Set([...without, ...collapsed]))
  }

  /** Change the document; frames keep what is in them and beside them apart. */
  change(change: Change & { graph: EditedGraph; trial?: Trial }, selection?: Selection) {
    const graph = settle(this.graph, change.graph, this.catalog)
    commit(this.store, { ...change, graph }, selection)
  }

  // Adding

  add(type: NodeTypeInfo, place: Place) {
    const elsewhere = this.camera.centre()
    const { graph, nodeId } = addAt(this.graph, type, place, elsewhere, this.catalog)
    const selection = { nodes: new Set([nodeId]), edges: new Set<string>() }
    this.change({ graph, label: t('Add {title}', { title: type.title }) }, selection)
    this.#unfold(nodeId)
    this.announce(t('{title} added.', { title: type.title }))
    // What was dropped somewhere is seen already, and the ground must not move under the hand.
    const isPlaced = place.kind === 'at' || (place.kind === 'after' && place.point)
    if (!isPlaced) this.camera.show([nodeId])
    this.camera.focus(nodeId)
  }

  /** Where a step goes that is added while these are chosen: behind the chosen one, or into its empty body. */
  placeFor(nodeId: string | null): Place {
    if (!nodeId) return this.placeAt(this.camera.centre())
    const isEmpty = this.bodies.isContainer(nodeId) && this.bodies.stepsOf(nodeId).length === 0
    if (isEmpty) return { kind: 'in', container: nodeId }
    return placeBehind(this.graph, nodeId, this.catalog) ?? this.placeAt(this.camera.centre())
  }

  /** At a point of the canvas, in the frame around it. */
  placeAt(point: Point): Place {
    return { kind: 'at', point, container: this.containerAt(point) }
  }

  // Wiring

  connect(edge: GraphEdge) {
    const problem = edgeProblem(this.graph, edge, this.catalog)
    if (problem) return this.refuse(problem)
    this.change({ graph: connect(this.graph, edge), label: t('Connect') })
    const [from, to] = [this.titleOf(edge.from), this.titleOf(edge.to)]
    this.announce(t('{from} connected to {to}.', { from, to }))
  }

  reconnect(before: GraphEdge, after: GraphEdge) {
    const without = removeEdges(this.graph, new Set([edgeKey(before)]))
    const problem = edgeProblem(without, after, this.catalog)
    if (problem) return this.refuse(problem)
    this.change({ graph: connect(without, after), label: t('Reconnect') })
  }

  /** The position is on the canvas: the step comes into the body that the edge is in. */
  spliceInto(nodeId: string, edge: GraphEdge, position: Point): boolean {
    const container = this.bodies.parentOf(edge.from)
    if (memberProblem(this.graph, [nodeId], container, this.catalog)) return false
    const places = new Map([[nodeId, this.bodies.within(container, position)]])
    const { graph: moved, cut } = moveInto(this.graph, places, container, this.catalog)
    if (cut > 0 || !canSplice(moved, nodeId, edge, this.catalog)) return false
    const graph = splice(moved, nodeId, edge, this.catalog)
    this.change({ graph, label: t('Put {step} in between', { step: this.titleOf(nodeId) }) })
    this.announce(
      t('{step} put between {from} and {to}.', {
        step: this.titleOf(nodeId),
        from: this.titleOf(edge.from),
        to: this.titleOf(edge.to),
      }),
    )
    return true
  }

  // Removing and moving

  removeSelected() {
    const { nodes, edges } = this.store.getState().selection
    if (nodes.size + edges.size === 0) return
    const sheets = removeGroups(removeNotes(removeEdges(this.graph, edges), nodes), nodes)
    const graph = removeNodes(sheets, nodes, this.catalog)
    const count = this.graph.nodes.length - graph.nodes.length
    const onlySheets = nodes.size > 0 ? t('what was drawn around') : t('an edge')
    const what = count > 0 ? countSteps(count) : onlySheets
    this.change(
      { graph, label: t('Delete {what}', { what }) },
      { nodes: new Set(), edges: new Set() },
    )
    this.announce(t('Deleted {what}.', { what }))
  }

  move(positions: ReadonlyMap<string, Point>, byKeyboard: boolean) {
    const mergeKey = byKeyboard ? `move ${[...positions.keys()].join()}` : undefined
    const graph = moveNotes(moveNodes(this.graph, positions, !byKeyboard), positions)
    this.change({
      graph,
      label: t('Move {steps}', { steps: countSteps(positions.size) }),
      mergeKey,
    })
  }

  /** Into a body, or with null out of all; positions are on the canvas. False: they can't be there. */
  moveInto(positions: ReadonlyMap<string, Point>, container: string | null): boolean {
    const { graph: before, bodies } = this
    const problem = memberProblem(before, positions.keys(), container, this.catalog)
    if (problem) {
      this.refuse(problem)
      return false
    }
    const places = new Map(
      [...positions].map(([id, point]) => [id, bodies.within(container, point)] as const),
    )
    const { graph, cut } = moveInto(before, places, container, this.catalog)
    const where =
      container === null
        ? t('out of its loop')
        : t('into {step}', { step: this.titleOf(container) })
    const what = countSteps(positions.size)
    this.change({ graph, label: t('Move {what} {where}', { what, where }) })
    const lost = plural(cut, '{count} edge was taken away.', '{count} edges were taken away.')
    const moved = t('Moved {what} {where}.', { what, where })
    this.announce(cut === 0 ? moved : `${moved} ${lost}`)
    return true
  }

  /** By choice from a list: the step goes to the first free place there. */
  setContainer(nodeId: string, container: string | null) {
    const point = freePlaceIn(this.bodies, nodeId, container)
    if (this.moveInto(new Map([[nodeId, point]]), container)) this.camera.show([nodeId])
  }

  /** What is folded away can't be gone to. */
  #unfold(nodeId: string) {
    for (const container of this.bodies.around(nodeId)) {
      if (this.store.getState().collapsed.has(container)) this.toggleBody(container)
    }
  }

  /** Show a body, or only that there is one. */
  toggleBody(container: string) {
    const { collapsed } = this.store.getState()
    const next = new Set(collapsed)
    if (!next.delete(container)) next.add(container)
    this.#setCollapsed(next)
    const isFolded = next.has(container)
    const step = this.titleOf(container)
    this.announce(isFolded ? t('{step} folded.', { step }) : t('{step} unfolded.', { step }))
  }

  #setCollapsed(collapsed: ReadonlySet<string>) {
    this.store.setState({ collapsed })
    storeCollapsed(this.workflowId, collapsed)
  }

  async layOut() {
    const only = this.chosen.size > 1 ? this.chosen : undefined
    const places = await autoLayout(layoutRequest(this.graph, this.catalog, only)).catch(() => null)
    if (!places) return this.refuse(t('It was not laid out: the page could not do it. Reload it.'))
    this.change({ graph: moveNodes(this.graph, places), label: t('Lay out') })
    this.announce(t('Laid out.'))
    if (!only) this.camera.fit()
  }

  // Copying

  /** For the clipboard, which holds no secrets: a paste here brings them back. */
  copied(): string | null {
    if (this.chosen.size === 0) return null
    this.#copied = copyBare(this.graph, this.chosen, this.catalog)
    return this.#copied.text
  }

  async paste(clipboard: string, at: Point) {
    // Windows ends lines in its own way.
    const text = clipboard.replaceAll('\r\n', '\n')
    const found = readClipboard(text === this.#copied?.text ? this.#copied.whole : text)
    if (!found) return
    const { paste } = await import('./paste')
    await paste(this, found, at)
  }

  duplicate(at?: Point) {
    const [first] = this.bodies.outermost(this.chosen)
    if (!first) return
    const text = copyNodes(this.graph, this.chosen, this.catalog)
    const { x, y } = this.bodies.placeOf(first)
    const { height } = this.bodies.sizeOf(first)
    this.paste(text, at ?? { x: x + 32, y: y + height + 42 })
  }

  // Changing one node

  setConfig(nodeId: string, config: Config, pointer: string) {
    const graph = setConfig(this.graph, nodeId, config, this.catalog)
    const label = t('Change {step}', { step: this.titleOf(nodeId) })
    this.change({ graph, label, mergeKey: `config ${nodeId} ${pointer}` })
  }

  setPolicy(nodeId: string, policy: NodePolicy) {
    const graph = setPolicy(this.graph, nodeId, policy)
    const label = t('Change the policy of {step}', { step: this.titleOf(nodeId) })
    this.change({ graph, label, mergeKey: `policy ${nodeId}` })
  }

  setJoin(nodeId: string, join: 'all' | 'any') {
    this.change({ graph: setJoin(this.graph, nodeId, join), label: t('Change the join') })
  }

  setName(nodeId: string, name: string) {
    const graph = setName(this.graph, nodeId, name)
    this.change({ graph, label: t('Rename'), mergeKey: `name ${nodeId}` })
  }

  async renameId(oldId: string, newId: string) {
    const { renameNode } = await import('./document/expressions')
    const graph = renameNode(this.graph, oldId, newId, this.catalog)
    // While that was loaded a person may have gone on to another step.
    const isChosen = this.sole === oldId
    const selection = isChosen
      ? { nodes: new Set([newId]), edges: new Set<string>() }
      : this.store.getState().selection
    const { collapsed } = this.store.getState()
    if (collapsed.has(oldId))
      this.#setCollapsed(new Set([...collapsed].map((id) => (id === oldId ? newId : id))))
    // Before the form of the new id is there.
    for (const form of ['config', 'policy', 'pin'])
      moveUnparsed(this.unparsed, `${form}-${oldId}`, `${form}-${newId}`)
    const trial = renamedIn(this.store.getState().trial, oldId, newId)
    this.change(
      { graph, trial, label: t('Rename {oldId} to {newId}', { oldId, newId }) },
      selection,
    )
    this.announce(t('Renamed to {newId}; what reads it follows.', { newId }))
  }

  setTrial(trial: Trial, label: string, mergeKey?: string) {
    commit(this.store, { trial, label, mergeKey })
  }

  // Time

  undo() {
    const label = travel(this.store, 'undo')
    this.announce(label ? t('Undone: {label}.', { label }) : t('Nothing to undo.'))
  }

  redo() {
    const label = travel(this.store, 'redo')
    this.announce(label ? t('Redone: {label}.', { label }) : t('Nothing to redo.'))
  }

  // Choosing

  select(nodeIds: Iterable<string>) {
    selectNodes(this.store, nodeIds)
  }

  selectAll() {
    this.select(drawnKeys(this.graph))
    this.announce(t('{steps} chosen.', { steps: countSteps(this.graph.nodes.length) }))
  }

  selectAlong(direction: 'upstream' | 'downstream') {
    const reach = direction === 'upstream' ? upstreamOf : downstreamOf
    const found = [...this.chosen].flatMap((id) => [...reach(this.graph, id)])
    this.select([...this.chosen, ...found])
  }

  walk(direction: 'forward' | 'back' | 'up' | 'down') {
    const from = this.sole ?? this.graph.nodes[0]?.id
    const to = from ? walk(this.graph, from, direction) : null
    if (!to) return this.announce(t('There is no step that way.'))
    this.goTo(to)
  }

  goTo(nodeId: string) {
    this.#unfold(nodeId)
    this.select([nodeId])
    this.camera.show([nodeId])
    this.camera.focus(nodeId)
  }
}
