/** Notes and groups of two people's drafts, put together so that nothing anybody wrote is lost. Pure. */
import { same } from './diff'
import { type EditedGraph, type Group, groupsOf, type Note, notesOf, positionOf } from './graph'
import { freeId } from './ids'

type Versions = { base: EditedGraph; mine: EditedGraph; theirs: EditedGraph }

/** A note or group as each of the three has it. */
type Drawn<T> = { base: T | null; mine: T | null; theirs: T | null }

/** A note or group that somebody has changed, added or taken away. */
export type DrawnDivergence = (
  | ({ kind: 'note' } & Drawn<Note>)
  | ({ kind: 'group' } & Drawn<Group>)
) & { id: string; by: 'mine' | 'theirs' | 'both' }

/** Every note and group on which the drafts differ. */
export function drawnDivergences({ base, mine, theirs }: Versions): DrawnDivergence[] {
  const notes = drawn(notesOf(base), notesOf(mine), notesOf(theirs))
  const groups = drawn(groupsOf(base), groupsOf(mine), groupsOf(theirs))
  return [
    ...notes.flatMap(([id, all]) => diverged({ kind: 'note' as const, id, ...all })),
    ...groups.flatMap(([id, all]) => diverged({ kind: 'group' as const, id, ...all })),
  ]
}

function diverged<T extends Drawn<Note> | Drawn<Group>>(all: T) {
  const { base, mine, theirs } = all
  if (same(mine, theirs)) return []
  const by = same(base, mine) ? 'theirs' : same(base, theirs) ? 'mine' : 'both'
  return [{ ...all, by } as T & { by: 'mine' | 'theirs' | 'both' }]
}

/** A note that both wrote differently is there twice: whoever reads them takes one away. */
export function mergedNotes({ base, mine, theirs }: Versions): Note[] {
  const taken = new Set([...notesOf(mine), ...notesOf(theirs)].map(({ id }) => id))
  return drawn(notesOf(base), notesOf(mine), notesOf(theirs)).flatMap(([, all]) => {
    const kept = winners(all)
    const [first, second] = kept
    if (!first || !second) return kept
    const id = freeId('note', taken)
    taken.add(id)
    return [first, { ...second, id, position: besides(positionOf(second)) }]
  })
}

/** Of a group that both changed, the name is ours, and the members are those of both. */
export function mergedGroups(
  { base, mine, theirs }: Versions,
  nodeIds: ReadonlySet<string>,
): Group[] {
  const grouped = new Set<string>()
  const taken = new Set([...groupsOf(mine), ...groupsOf(theirs)].map(({ id }) => id))
  return drawn(groupsOf(base), groupsOf(mine), groupsOf(theirs)).flatMap(([, all]) => {
    const [first, second] = winners(all)
    // Two that were drawn at the same time only happen to have one id.
    const kept =
      first && second
        ? all.base
          ? [{ ...first, nodes: membersOfBoth(all) }]
          : [first, { ...second, id: freeId('group', taken) }]
        : winners(all)
    return kept.flatMap((group) => {
      taken.add(group.id)
      const members = group.nodes ?? []
      // A node is in one group, whatever the two of them did.
      const nodes = members.filter((id) => nodeIds.has(id) && !grouped.has(id))
      for (const id of nodes) grouped.add(id)
      return nodes.length > 0 || members.length === 0 ? [{ ...group, nodes }] : []
    })
  })
}

function membersOfBoth({ base, mine, theirs }: Drawn<Group>): string[] {
  const [was, ours, others] = [base, mine, theirs].map((group) => new Set(group?.nodes ?? []))
  const all = new Set([...(ours ?? []), ...(others ?? [])])
  return [...all].filter((id) => !was?.has(id) || (ours?.has(id) && others?.has(id)))
}

/** None: it goes. Two: both were written, differently. What was changed stays, though the other took it away. */
function winners<T>({ base, mine, theirs }: Drawn<T>): T[] {
  if (same(mine, theirs) || same(base, theirs)) return mine ? [mine] : []
  if (same(base, mine)) return theirs ? [theirs] : []
  return [mine, theirs].filter((each) => each !== null)
}

const BESIDES_PX = 32
const besides = ({ x, y }: { x: number; y: number }) => ({ x: x + BESIDES_PX, y: y + BESIDES_PX })

function drawn<T extends { id: string }>(
  base: readonly T[],
  mine: readonly T[],
  theirs: readonly T[],
): [string, Drawn<T>][] {
  const ids = new Set([...mine, ...theirs].map(({ id }) => id))
  const of = (all: readonly T[], id: string) => all.find((each) => each.id === id) ?? null
  return [...ids].map((id) => [
    id,
    { base: of(base, id), mine: of(mine, id), theirs: of(theirs, id) },
  ])
}
