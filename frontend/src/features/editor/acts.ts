/** What can be done with what is chosen, beyond drawing and wiring: the editor itself does those. */
import { t } from '@/shared/i18n/texts'
import { type Axis, align, distribute, type Side } from './document/arrange'
import { countSteps } from './document/counted'
import { moveNodes, setDisabled } from './document/edit'
import type { Box } from './document/geometry'
import {
  findNode,
  groupIdOf,
  groupKey,
  groupsOf,
  type Note,
  noteIdOf,
  noteKey,
  notesOf,
  type Point,
} from './document/graph'
import { addGroup, membersOf, removeGroups, updateGroup } from './document/groups'
import { addNote, boxOfNote, moveNotes, updateNote } from './document/notes'
import { addUndo, setUndo } from './document/undo'
import type { Editor } from './editor'

/** Steps that are chosen; a chosen group means what is in it. */
export function chosenSteps(editor: Editor): Set<string> {
  const found = new Set<string>()
  for (const key of editor.chosen) {
    if (editor.bodies.has(key)) found.add(key)
    const group = groupsOf(editor.graph).find((each) => each.id === groupIdOf(key))
    for (const id of group ? membersOf(group) : []) found.add(id)
  }
  return found
}

/** Disable what is chosen; when all of it is disabled already, enable it. */
export function toggleDisabled(editor: Editor) {
  const steps = [...chosenSteps(editor)].filter(
    (id) => findNode(editor.graph, id)?.type !== 'start',
  )
  if (steps.length === 0) {
    editor.refuse(
      editor.chosen.size > 0
        ? t('Runs begin at the start: it can’t be disabled.')
        : t('Choose a step first.'),
    )
    return
  }
  const disabled = !steps.every((id) => findNode(editor.graph, id)?.disabled)
  const what = steps.length === 1 ? editor.titleOf(steps[0] ?? '') : countSteps(steps.length)
  const label = disabled ? t('Disable {what}', { what }) : t('Enable {what}', { what })
  editor.change({ graph: setDisabled(editor.graph, new Set(steps), disabled), label })
  editor.announce(
    disabled ? t('{what} disabled: runs pass through.', { what }) : t('{what} enabled.', { what }),
  )
}

// Notes

export function addNoteAt(editor: Editor, at: Point) {
  const { graph, noteId } = addNote(editor.graph, at)
  const key = noteKey(noteId)
  editor.change({ graph, label: t('Add a note') }, { nodes: new Set([key]), edges: new Set() })
  editor.announce(t('Note added.'))
  editor.camera.show([key])
  editor.store.setState({ writing: noteId })
}

export function changeNote(editor: Editor, noteId: string, change: Partial<Omit<Note, 'id'>>) {
  const graph = updateNote(editor.graph, noteId, change)
  const what = Object.keys(change).join()
  editor.change({ graph, label: t('Change a note'), mergeKey: `note ${noteId} ${what}` })
}

// Groups

/** Draw a box around what is chosen; a chosen group is taken away again. */
export function toggleGroup(editor: Editor) {
  const groups = new Set([...editor.chosen].filter((key) => groupIdOf(key) !== null))
  if (groups.size > 0) {
    const members = chosenSteps(editor)
    editor.change(
      { graph: removeGroups(editor.graph, groups), label: t('Ungroup') },
      { nodes: members, edges: new Set() },
    )
    return editor.announce(t('The group is gone; its steps stay.'))
  }
  const steps = chosenSteps(editor)
  if (steps.size === 0) return editor.refuse(t('Choose the steps that are to be a group first.'))
  const added = addGroup(editor.graph, steps, editor.catalog)
  if (!added) return editor.refuse(t('Steps of different loops can’t be one group.'))
  const key = groupKey(added.groupId)
  editor.change(
    { graph: added.graph, label: t('Group {steps}', { steps: countSteps(steps.size) }) },
    { nodes: new Set([key, ...steps]), edges: new Set() },
  )
  editor.announce(t('Grouped {steps}. Type its name.', { steps: countSteps(steps.size) }))
  editor.store.setState({ writing: added.groupId })
}

export function renameGroup(editor: Editor, groupId: string, name: string) {
  const graph = updateGroup(editor.graph, groupId, { name })
  editor.change({ graph, label: t('Rename a group'), mergeKey: `group ${groupId}` })
}

// A workflow of their own

/** Ask how the workflow is to be called that the chosen steps become. */
export async function askToExtract(editor: Editor) {
  const { extractProblem } = await import('./document/extract')
  const problem = extractProblem(editor.graph, chosenSteps(editor), editor.catalog)
  if (problem) editor.refuse(problem)
  else editor.store.setState({ sheet: { kind: 'extract' } })
}

// Lining up

/** The boxes of what is chosen, on the canvas: steps that are in no other chosen one, and notes. */
function chosenBoxes(editor: Editor): Map<string, Box> {
  const { bodies, chosen, graph } = editor
  const boxes = new Map<string, Box>()
  for (const id of bodies.outermost(chosenSteps(editor))) {
    boxes.set(id, { ...bodies.placeOf(id), ...bodies.sizeOf(id) })
  }
  for (const note of notesOf(graph)) {
    if (chosen.has(noteKey(note.id))) boxes.set(noteKey(note.id), boxOfNote(note))
  }
  return boxes
}

export const canArrange = (editor: Editor) => chosenBoxes(editor).size > 1

export function alignChosen(editor: Editor, side: Side) {
  place(editor, align(chosenBoxes(editor), side), (steps) => ({
    label: t('Align {steps}', { steps }),
    done: t('Aligned {steps}.', { steps }),
  }))
}

export function distributeChosen(editor: Editor, axis: Axis) {
  place(editor, distribute(chosenBoxes(editor), axis), (steps) => ({
    label: t('Distribute {steps}', { steps }),
    done: t('Distributed {steps}.', { steps }),
  }))
}

type Words = { label: string; done: string }

function place(
  editor: Editor,
  places: ReadonlyMap<string, Point>,
  wordsFor: (steps: string) => Words,
) {
  if (places.size === 0) return
  const { bodies, graph } = editor
  const within = new Map(
    [...places].map(([key, point]) => [
      key,
      noteIdOf(key) === null ? bodies.within(bodies.parentOf(key), point) : point,
    ]),
  )
  const { label, done } = wordsFor(countSteps(places.size))
  editor.change({ graph: moveNotes(moveNodes(graph, within, false), within), label })
  editor.announce(done)
}

// Compensations

/** `undo` is the id of the step that undoes; null: none. */
export function chooseUndo(editor: Editor, nodeId: string, undo: string | null) {
  const label = t('Change what undoes {step}', { step: editor.titleOf(nodeId) })
  editor.change({ graph: setUndo(editor.graph, nodeId, undo), label })
}

/** Draw a step that undoes this one, and go to it. */
export function addUndoStep(editor: Editor, nodeId: string) {
  const added = addUndo(editor.graph, nodeId, editor.catalog)
  if (!added) return
  const step = editor.titleOf(nodeId)
  editor.change({ graph: added.graph, label: t('Add what undoes {step}', { step }) })
  editor.announce(t('Added a step that undoes {step}.', { step }))
  editor.goTo(added.nodeId)
}
