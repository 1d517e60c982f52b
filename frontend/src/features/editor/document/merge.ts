/** Two people's drafts that began from the same one, put together node by node. Pure. */
import { same } from './diff'
import { type EditedGraph, edgeKey, type GraphEdge, type GraphNode } from './graph'
import { mergedGroups, mergedNotes } from './merge-drawn'

export type Side = 'mine' | 'theirs'

/** A node that somebody has changed, added or taken away. */
export type Divergence = {
  node_id: string
  base: GraphNode | null
  mine: GraphNode | null
  theirs: GraphNode | null
  /** Who has changed it. Only where both have, differently, is there something to decide. */
  by: Side | 'both'
  /** Parts that differ between the two, as `config.url`. */
  fields: string[]
}

export type Picks = ReadonlyMap<string, Side>

type Versions = { base: EditedGraph; mine: EditedGraph; theirs: EditedGraph }

/** Every node on which the drafts differ; places on the canvas don't count. */
export function divergences({ base, mine, theirs }: Versions): Divergence[] {
  const [old, ours, others] = [byId(base), byId(mine), byId(theirs)]
  const ids = new Set([...ours.keys(), ...others.keys()])
  return [...ids].flatMap((node_id) => {
    const [was, a, b] = [old, ours, others].map((nodes) => nodes.get(node_id) ?? null)
    const [mineSame, theirsSame] = [sameNode(was, a), sameNode(was, b)]
    if (sameNode(a, b)) return []
    const by = mineSame ? 'theirs' : theirsSame ? 'mine' : 'both'
    return [
      {
        node_id,
        base: was ?? null,
        mine: a ?? null,
        theirs: b ?? null,
        by,
        fields: fieldsOf(a, b),
      },
    ]
  })
}

/**
 * The side that changed a node wins; where both did, the one that is picked, else ours.
 *
 * An edge stays when neither side took it away, and comes when one of them drew it; one whose end is
 * gone goes with it, and one whose end one side took away and the other kept comes back with it.
 */
export function mergeGraphs(versions: Versions, picks: Picks): EditedGraph {
  const { base, mine, theirs } = versions
  const found = new Map(divergences(versions).map((each) => [each.node_id, each]))
  const [old, others] = [byId(base), byId(theirs)]
  const side = (id: string): Side => {
    const each = found.get(id)
    if (!each) return 'mine'
    return each.by === 'both' ? (picks.get(id) ?? 'mine') : each.by
  }
  const kept = mine.nodes.flatMap((node) => {
    const other = others.get(node.id) ?? null
    const node_ = side(node.id) === 'mine' ? node : other
    return node_ ? [placed(node_, node, other, old.get(node.id))] : []
  })
  const ours = new Set(mine.nodes.map((node) => node.id))
  const came = theirs.nodes.filter((node) => !ours.has(node.id) && side(node.id) === 'theirs')
  const nodes = [...kept, ...came]
  const ids = new Set(nodes.map((node) => node.id))
  const edges = mergedEdges(versions, ids).filter(({ from, to }) => ids.has(from) && ids.has(to))
  const [notes, groups] = [mergedNotes(versions), mergedGroups(versions, ids)]
  return {
    ...mergedRest(versions),
    ...(notes.length > 0 && { notes }),
    ...(groups.length > 0 && { groups }),
    nodes: nodes.map((node) => withoutLostParent(node, ids)),
    edges,
  }
}

/** Who moved it says where it is; we, when both did. */
function placed(node: GraphNode, mine: GraphNode, theirs: GraphNode | null, was?: GraphNode) {
  const moved = theirs && was && same(mine.position, was.position) ? theirs : mine
  return same(node.position, moved.position) || !moved.position
    ? node
    : { ...node, position: moved.position }
}

function withoutLostParent(node: GraphNode, ids: ReadonlySet<string>): GraphNode {
  return node.parent && !ids.has(node.parent) ? { ...node, parent: null } : node
}

function mergedEdges({ base, mine, theirs }: Versions, kept: ReadonlySet<string>): GraphEdge[] {
  const keys = (graph: EditedGraph) => new Set(graph.edges.map(edgeKey))
  const [old, ours, others] = [keys(base), keys(mine), keys(theirs)]
  const [oursNodes, othersNodes] = [byId(mine), byId(theirs)]
  const isBack = ({ from, to }: GraphEdge, nodes: ReadonlyMap<string, GraphNode>) =>
    [from, to].some((id) => kept.has(id) && !nodes.has(id))
  const stays = (edge: GraphEdge) =>
    others.has(edgeKey(edge)) || !old.has(edgeKey(edge)) || isBack(edge, othersNodes)
  const comes = (edge: GraphEdge) =>
    !ours.has(edgeKey(edge)) && (!old.has(edgeKey(edge)) || isBack(edge, oursNodes))
  return [...mine.edges.filter(stays), ...theirs.edges.filter(comes)]
}

/** Whatever else a document holds: theirs where only they changed it. */
function mergedRest({ base, mine, theirs }: Versions): Record<string, unknown> {
  const [old, ours, others] = [base, mine, theirs] as unknown as Record<string, unknown>[]
  const names = new Set([...Object.keys(ours ?? {}), ...Object.keys(others ?? {})])
  for (const known of ['nodes', 'edges', 'notes', 'groups']) names.delete(known)
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const value = same(old?.[name], ours?.[name]) ? others?.[name] : ours?.[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

const byId = (graph: EditedGraph) => new Map(graph.nodes.map((node) => [node.id, node]))

function sameNode(a: GraphNode | null | undefined, b: GraphNode | null | undefined): boolean {
  if (!a || !b) return !a && !b
  return same({ ...a, position: null }, { ...b, position: null })
}

function fieldsOf(a: GraphNode | null | undefined, b: GraphNode | null | undefined): string[] {
  if (!a || !b) return []
  const [mine, theirs] = [flat(a), flat(b)]
  const names = new Set([...mine.keys(), ...theirs.keys()])
  names.delete('position')
  return [...names].filter((name) => !same(mine.get(name), theirs.get(name)))
}

/** A node's parts by name, the fields of config and policy each by itself. */
export function flat(node: GraphNode): Map<string, unknown> {
  const parts = Object.entries(node).flatMap(([name, value]): [string, unknown][] =>
    name === 'config' || name === 'policy'
      ? Object.entries(value as object).map(([key, inner]) => [`${name}.${key}`, inner])
      : [[name, value]],
  )
  return new Map(parts)
}
