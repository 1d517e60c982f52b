/** Notes and groups as React Flow wants them. Both lie behind the cards. */

import { Position } from '@xyflow/react'
import { plural, t } from '@/shared/i18n/texts'
import { type Bodies, bodiesOf } from '../document/bodies'
import type { NodeCatalog } from '../document/catalog'
import { type Box, NODE_HEIGHT_PX, NODE_WIDTH_PX, PORT_PX, PORT_Y_PX } from '../document/geometry'
import { type Group, groupKey, groupsOf, type Note, noteKey, notesOf, OUT } from '../document/graph'
import { boxOfGroup, membersOf } from '../document/groups'
import { boxOfNote } from '../document/notes'
import type { CanvasNode, GroupNode, NoteNode, PortPlace, Shown } from './flow-types'
import { INPUT } from './flow-types'

type Known = ReadonlyMap<string, CanvasNode>

export function flowNotes({ graph, selection }: Shown, before: Known): NoteNode[] {
  return notesOf(graph).map((note) => {
    const id = noteKey(note.id)
    const known = before.get(id)
    const selected = selection.nodes.has(id)
    if (known?.type === 'note' && known.data.note === note && known.selected === selected)
      return known
    return makeNote(note, selected)
  })
}

function makeNote(note: Note, selected: boolean): NoteNode {
  const { x, y, width, height } = boxOfNote(note)
  return {
    id: noteKey(note.id),
    type: 'note',
    position: { x, y },
    width,
    height,
    measured: { width, height },
    selected,
    zIndex: -2,
    connectable: false,
    ariaLabel: t('Note: {text}', { text: note.text?.slice(0, 80) || t('empty') }),
    data: { note },
  }
}

export function flowGroups(shown: Shown, catalog: NodeCatalog, before: Known): GroupNode[] {
  const bodies = bodiesOf(shown.graph, catalog)
  return groupsOf(shown.graph).flatMap((group) => {
    const made = makeGroup(group, shown, bodies)
    if (!made) return []
    const known = before.get(made.id)
    return known?.type === 'group' && isSame(known, made) ? [known] : [made]
  })
}

/** Folded away with the body it is in, or without members, it is not there. */
function makeGroup(
  group: Group,
  { selection, collapsed }: Shown,
  bodies: Bodies,
): GroupNode | null {
  const key = groupKey(group.id)
  const folded = collapsed.has(key)
  const around = boxOfGroup(group, bodies)
  const [first] = membersOf(group).filter((id) => bodies.has(id))
  if (!around || !first || bodies.around(first).some((id) => collapsed.has(id))) return null
  const parent = bodies.parentOf(first)
  const { width, height, ...corner } = folded ? foldedBox(around) : around
  const name = group.name || t('Group')
  return {
    id: key,
    type: 'group',
    position: bodies.within(parent, corner),
    ...(parent !== null && { parentId: parent }),
    width,
    height,
    measured: { width, height },
    selected: selection.nodes.has(key),
    // Behind the cards that are in it; in a loop's frame React Flow puts it above the frame.
    zIndex: folded ? 0 : -1,
    connectable: false,
    handles: folded ? FOLDED_PORTS : [],
    // Inside the box the canvas goes on; its heading takes the pointer.
    ...(!folded && { style: { pointerEvents: 'none' as const } }),
    ariaLabel: `${name}, ${stepsIn(group)}${folded ? `, ${t('folded')}` : ''}`,
    data: { group, folded, steps: membersOf(group).length },
  }
}

const foldedBox = ({ x, y }: Box): Box => ({ x, y, width: NODE_WIDTH_PX, height: NODE_HEIGHT_PX })

const stepsIn = (group: Group) => plural(membersOf(group).length, '{count} step', '{count} steps')

const port = (id: string, type: 'source' | 'target', x: number): PortPlace => ({
  id,
  type,
  position: type === 'source' ? Position.Right : Position.Left,
  x: x - PORT_PX / 2,
  y: PORT_Y_PX - PORT_PX / 2,
  width: PORT_PX,
  height: PORT_PX,
})

const FOLDED_PORTS = [port(INPUT, 'target', 0), port(OUT, 'source', NODE_WIDTH_PX)]

const isSame = (a: GroupNode, b: GroupNode) =>
  a.data.group === b.data.group &&
  a.data.folded === b.data.folded &&
  a.selected === b.selected &&
  a.parentId === b.parentId &&
  a.width === b.width &&
  a.height === b.height &&
  a.position.x === b.position.x &&
  a.position.y === b.position.y
