/** Nodes in a box with a name. A node is in one group at most; a group is in one body. */
import { type Bodies, bodiesOf } from './bodies'
import type { NodeCatalog } from './catalog'
import { type Box, boundsOf } from './geometry'
import { type EditedGraph, type Group, groupKey, groupsOf } from './graph'
import { freeId } from './ids'

/** Between a group's box and what is in it; its name stands above. */
const INSET_PX = { side: 24, top: 48, bottom: 24 } as const

export const membersOf = (group: Group) => group.nodes ?? []

/** The box around the members, on the canvas; null when none is there. */
export function boxOfGroup(group: Group, bodies: Bodies): Box | null {
  const boxes = membersOf(group)
    .filter((id) => bodies.has(id))
    .map((id) => ({ ...bodies.placeOf(id), ...bodies.sizeOf(id) }))
  const bounds = boundsOf(boxes)
  if (!bounds) return null
  return {
    x: bounds.x - INSET_PX.side,
    y: bounds.y - INSET_PX.top,
    width: bounds.width + 2 * INSET_PX.side,
    height: bounds.height + INSET_PX.top + INSET_PX.bottom,
  }
}

export const groupOf = (graph: EditedGraph, nodeId: string): Group | undefined =>
  groupsOf(graph).find((group) => membersOf(group).includes(nodeId))

/** Put the nodes into a new group; they leave those they were in. Null: they are in different bodies. */
export function addGroup(
  graph: EditedGraph,
  nodeIds: ReadonlySet<string>,
  catalog: NodeCatalog,
): { graph: EditedGraph; groupId: string } | null {
  const bodies = bodiesOf(graph, catalog)
  const nodes = bodies.outermost([...nodeIds].filter((id) => bodies.has(id)))
  const [first] = nodes
  if (!first || new Set(nodes.map((id) => bodies.parentOf(id))).size > 1) return null
  const members = new Set(nodes)
  const others = groupsOf(graph)
    .map((group) => ({ ...group, nodes: membersOf(group).filter((id) => !members.has(id)) }))
    .filter((group) => group.nodes.length > 0)
  const groupId = freeId('group', new Set(groupsOf(graph).map((group) => group.id)))
  return { graph: { ...graph, groups: [...others, { id: groupId, nodes }] }, groupId }
}

export const removeGroups = (graph: EditedGraph, keys: ReadonlySet<string>): EditedGraph => {
  const groups = groupsOf(graph).filter((group) => !keys.has(groupKey(group.id)))
  return groups.length === groupsOf(graph).length ? graph : { ...graph, groups }
}

export const updateGroup = (
  graph: EditedGraph,
  groupId: string,
  change: Partial<Omit<Group, 'id'>>,
): EditedGraph => ({
  ...graph,
  groups: groupsOf(graph).map((group) => (group.id === groupId ? { ...group, ...change } : group)),
})

/** What stands for a node on the canvas: the folded group that it is in, with all in its body, else itself. */
export function standIns(
  graph: EditedGraph,
  bodies: Bodies,
  folded: ReadonlySet<string>,
): (nodeId: string) => string {
  const hidden = new Map<string, string>()
  for (const group of groupsOf(graph)) {
    const key = groupKey(group.id)
    if (!folded.has(key)) continue
    for (const id of bodies.withBodies(membersOf(group))) hidden.set(id, key)
  }
  return (nodeId) => hidden.get(nodeId) ?? nodeId
}
