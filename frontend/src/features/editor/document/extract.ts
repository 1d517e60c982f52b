/** Steps become a workflow of their own, which one step in their place runs. Graph in, two graphs out. */
import { type RootReference, rootReferences } from '@/features/expression'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { bodiesOf } from './bodies'
import type { NodeCatalog } from './catalog'
import { mapStrings } from './expressions'
import { boundsOf, COLUMN_PX, snap } from './geometry'
import {
  type Config,
  configOf,
  type EditedGraph,
  findNode,
  type GraphEdge,
  type GraphNode,
  labelOf,
  makeEdge,
  OUT,
  portOf,
} from './graph'
import { freeId, idFrom } from './ids'
import { portsOf } from './ports'

export type Extracted = {
  /** The new workflow. */
  sub: EditedGraph
  /** What is left, with the step that runs it. */
  graph: EditedGraph
  nodeId: string
}

/** The steps that go, and how they hang together with those that stay. */
type Region = {
  all: ReadonlySet<string>
  /** Those in no other one's body. */
  outer: readonly string[]
  into: readonly GraphEdge[]
  out: readonly GraphEdge[]
}

/** They begin, end or answer this workflow, or set what only its own run knows. */
const STAYING = new Set(['start', 'end', 'respond', 'vars.set'])
const TOP_PX = 80

function regionOf(graph: EditedGraph, chosen: Iterable<string>, catalog: NodeCatalog): Region {
  const bodies = bodiesOf(graph, catalog)
  const all = bodies.withBodies([...chosen].filter((id) => bodies.has(id)))
  return {
    all,
    outer: bodies.outermost(all),
    into: graph.edges.filter(({ from, to }) => all.has(to) && !all.has(from)),
    out: graph.edges.filter(({ from, to }) => all.has(from) && !all.has(to)),
  }
}

/** Why these steps can't be a workflow of their own; null: they can. */
export function extractProblem(
  graph: EditedGraph,
  chosen: Iterable<string>,
  catalog: NodeCatalog,
): string | null {
  const region = regionOf(graph, chosen, catalog)
  const bodies = bodiesOf(graph, catalog)
  if (region.outer.length === 0) return t('Choose a step first.')
  if (region.outer.some((id) => bodies.parentOf(id) !== null))
    return t('Steps inside a loop stay there: choose the loop itself.')
  return (
    stayingProblem(graph, region, catalog) ??
    wayProblem(graph, region, catalog) ??
    readingProblem(graph, region, catalog)
  )
}

function stayingProblem(graph: EditedGraph, { all }: Region, catalog: NodeCatalog): string | null {
  const stays = graph.nodes.find(
    ({ id, type, undo }) =>
      (all.has(id) && STAYING.has(type)) || (undo !== undefined && all.has(id) !== all.has(undo)),
  )
  if (!stays) return null
  const name = nameOf(graph, stays.id, catalog)
  return STAYING.has(stays.type)
    ? t('“{name}” belongs to this workflow and stays in it.', { name })
    : t('“{name}” and the step that undoes it go together: choose both or none.', { name })
}

/** One way in and one way out: else the one step in their place would run when they would not. */
function wayProblem(graph: EditedGraph, region: Region, catalog: NodeCatalog): string | null {
  if (entriesOf(graph, region).length !== 1)
    return t('The steps must be entered at one of them alone.')
  const exits = new Set(region.out.map((edge) => `${edge.from}:${portOf(edge)}`))
  if (exits.size > 1) return t('The steps must be left at one of them alone, by one port.')
  if (exits.size === 0) return null
  const isWired = (id: string, port: string) =>
    graph.edges.some((edge) => edge.from === id && portOf(edge) === port)
  const loose = region.outer.find((id) => {
    const node = findNode(graph, id)
    const ports = node ? portsOf(node, catalog.of(node)) : []
    return ports.length > 1 && !ports.every((port) => isWired(id, port))
  })
  return loose === undefined
    ? null
    : t('A path of “{name}” ends among the steps: what follows them would run all the same.', {
        name: nameOf(graph, loose, catalog),
      })
}

/** Where the region is entered: by an edge, or as what nothing leads to. */
function entriesOf(graph: EditedGraph, { all, outer, into }: Region): string[] {
  const entered = new Set(into.map((edge) => edge.to))
  const led = new Set(graph.edges.filter(({ from }) => all.has(from)).map(({ to }) => to))
  return outer.filter((id) => entered.has(id) || !led.has(id))
}

function readingProblem(graph: EditedGraph, { all }: Region, catalog: NodeCatalog): string | null {
  const odd = graph.nodes.find((node) =>
    referencesOf(node, catalog).some(({ root, node_id, outputTo }) => {
      if (root !== 'steps' || outputTo !== null) return false
      return all.has(node.id) ? !all.has(node_id ?? '') : all.has(node_id ?? '')
    }),
  )
  return odd
    ? t('“{name}” reads more of a step than its output, which a workflow is not given.', {
        name: nameOf(graph, odd.id, catalog),
      })
    : null
}

const nameOf = (graph: EditedGraph, id: string, catalog: NodeCatalog) => {
  const node = findNode(graph, id)
  return node ? labelOf(node, catalog.of(node)?.title) : id
}

function referencesOf(node: GraphNode, catalog: NodeCatalog): RootReference[] {
  const found: RootReference[] = []
  mapStrings(configOf(node), schemaOf(node, catalog), (text, bare) => {
    found.push(...rootReferences(text, bare))
    return text
  })
  return found
}

const schemaOf = (node: GraphNode, catalog: NodeCatalog) => catalog.of(node)?.config_schema ?? {}

type Spelling = (text: string, reference: RootReference) => string

/** The node with its references spelt anew, from the last in each text to the first. */
function respelt(node: GraphNode, spell: Spelling, catalog: NodeCatalog): GraphNode {
  const before = configOf(node)
  const config = mapStrings(before, schemaOf(node, catalog), (text, bare) =>
    rootReferences(text, bare).reduceRight(spell, text),
  )
  return config === before ? node : { ...node, config }
}

/** Both graphs; ask `extractProblem` first. `name` is what the new workflow is called. */
export function extract(
  graph: EditedGraph,
  chosen: Iterable<string>,
  name: string,
  catalog: NodeCatalog,
): Extracted {
  const region = regionOf(graph, chosen, catalog)
  const staying = graph.nodes.filter(({ id }) => !region.all.has(id))
  const nodeId = freeId(idFrom(name), new Set(staying.map(({ id }) => id)))
  const going = graph.nodes.filter(({ id }) => region.all.has(id))
  const read = staying.flatMap((node) => referencesOf(node, catalog))
  const outputs = [...new Set(read.map((each) => each.node_id))].filter(
    (id): id is string => id !== null && region.all.has(id),
  )
  return {
    sub: subOf(graph, region, going, outputs, catalog),
    graph: restOf(
      graph,
      region,
      { name, nodeId, input: inputFor(going, region, catalog) },
      catalog,
    ),
    nodeId,
  }
}

/** What the steps read of the run that they leave, in the shape in which they read it. */
function inputFor(going: readonly GraphNode[], { all }: Region, catalog: NodeCatalog): Config {
  const read = going
    .flatMap((node) => referencesOf(node, catalog))
    .filter(({ root, node_id }) => root !== 'steps' || !all.has(node_id ?? ''))
  const steps = new Set(read.flatMap(({ node_id }) => node_id ?? []))
  const whole = (['trigger', 'vars'] as const).filter((root) =>
    read.some((each) => each.root === root),
  )
  return {
    ...Object.fromEntries(whole.map((root) => [root, `{{ ${root} }}`])),
    ...(steps.size > 0 && {
      steps: Object.fromEntries([...steps].map((id) => [id, { output: outputText(id) }])),
    }),
  }
}

/** Null where the step was not reached. */
const outputText = (id: string) => `{{ steps.${id}?.output }}`

function subOf(
  graph: EditedGraph,
  region: Region,
  going: readonly GraphNode[],
  outputs: readonly string[],
  catalog: NodeCatalog,
): EditedGraph {
  const bodies = bodiesOf(graph, catalog)
  const bounds = boundsOf(region.outer.map((id) => bodies.boxOf(id)))
  const [dx, dy] = [COLUMN_PX - (bounds?.x ?? 0), TOP_PX - (bounds?.y ?? 0)]
  const fromInput: Spelling = (text, { root, node_id, from }) =>
    root === 'steps' && region.all.has(node_id ?? '')
      ? text
      : `${text.slice(0, from)}trigger.${text.slice(from)}`
  const nodes = going.map((node) => {
    const { parent, ...moved } = respelt(node, fromInput, catalog)
    if (parent && region.all.has(parent)) return { ...moved, parent }
    const { x, y } = bodies.placeOf(node.id)
    return { ...moved, position: snap({ x: x + dx, y: y + dy }) }
  })
  const inside = graph.edges.filter(({ from, to }) => region.all.has(from) && region.all.has(to))
  const start = { id: freeId('start', region.all), type: 'start', position: { x: 0, y: TOP_PX } }
  const [entry] = entriesOf(graph, region)
  const led = [makeEdge(start.id, OUT, entry ?? start.id), ...inside]
  const [exit] = region.out
  if (!exit) return { nodes: [start, ...nodes], edges: led }
  const output: JsonValue =
    outputs.length > 0
      ? Object.fromEntries(outputs.map((id) => [id, outputText(id)]))
      : outputText(exit.from)
  const end = {
    id: freeId('end', region.all),
    type: 'end',
    config: { output },
    position: snap({ x: COLUMN_PX + (bounds?.width ?? 0) + COLUMN_PX / 4, y: TOP_PX }),
  }
  return {
    nodes: [start, ...nodes, end],
    edges: [...led, makeEdge(exit.from, portOf(exit), end.id)],
  }
}

type Stand = { name: string; nodeId: string; input: Config }

/** Without the steps, and with one that runs their workflow where they were. */
function restOf(
  graph: EditedGraph,
  region: Region,
  { name, nodeId, input }: Stand,
  catalog: NodeCatalog,
): EditedGraph {
  const [entry = ''] = entriesOf(graph, region)
  const join = findNode(graph, entry)?.join
  const stand: GraphNode = {
    id: nodeId,
    type: 'workflow.run',
    name,
    config: { workflow: name, input, wait: true },
    ...(join && { join }),
    position: snap(bodiesOf(graph, catalog).placeOf(entry)),
  }
  const fromStand: Spelling = (text, { node_id, from, outputTo }) =>
    outputTo !== null && node_id !== null && region.all.has(node_id)
      ? `${text.slice(0, from)}steps.${nodeId}.output.${node_id}${text.slice(outputTo)}`
      : text
  const nodes = graph.nodes
    .filter(({ id }) => !region.all.has(id))
    .map((node) => respelt(node, fromStand, catalog))
  const stood = (id: string) => (region.all.has(id) ? nodeId : id)
  const groups = graph.groups
    ?.map((group) => ({ ...group, nodes: [...new Set((group.nodes ?? []).map(stood))] }))
    // In one group at most.
    .map((group, index, all) => ({
      ...group,
      nodes: group.nodes.filter(
        (id) => id !== nodeId || all.findIndex((each) => each.nodes.includes(id)) === index,
      ),
    }))
    .filter((group) => group.nodes.length > 0)
  return {
    ...graph,
    ...(groups && { groups }),
    nodes: [...nodes, stand],
    edges: [
      ...graph.edges.filter(({ from, to }) => !region.all.has(from) && !region.all.has(to)),
      ...region.into.map((edge) => makeEdge(edge.from, portOf(edge), nodeId)),
      ...[...new Set(region.out.map(({ to }) => to))].map((to) => makeEdge(nodeId, OUT, to)),
    ],
  }
}
