/** What can be done with a card, or with the canvas, by a right click or the menu key. */

import {
  CircleDot,
  Copy,
  FoldVertical,
  Group,
  LayoutGrid,
  Maximize,
  PackagePlus,
  Pencil,
  Pin,
  PinOff,
  Play,
  Plus,
  PowerOff,
  Spline,
  StepForward,
  StickyNote,
  Trash2,
} from 'lucide-react'
import { t } from '@/shared/i18n/texts'
import type { MenuItem } from '@/shared/ui/menu'
import { addNoteAt, askToExtract, toggleDisabled, toggleGroup } from './acts'
import { findNode, groupIdOf, noteIdOf } from './document/graph'
import type { Editor } from './editor'
import { renameChosen } from './rename'
import type { Trials } from './trials'

export function nodeMenu(editor: Editor, trials: Trials, nodeId: string | null): MenuItem[] {
  if (!nodeId) return canvasMenu(editor)
  if (!findNode(editor.graph, nodeId)) return sheetMenu(editor, nodeId)
  return [
    ...runItems(trials, nodeId),
    'separator',
    ...trialItems(editor, trials, nodeId),
    'separator',
    ...editItems(editor, nodeId),
  ]
}

function runItems(trials: Trials, node_id: string): MenuItem[] {
  const run = (mode: 'only' | 'up_to' | 'from') => () => trials.runPart({ mode, node_id })
  return [
    { label: t('Run only this step'), icon: Play, keys: 'R', onSelect: run('only') },
    { label: t('Run up to here'), icon: StepForward, keys: 'Shift+R', onSelect: run('up_to') },
    { label: t('Run from here'), icon: StepForward, keys: 'Alt+R', onSelect: run('from') },
  ]
}

function trialItems(editor: Editor, trials: Trials, nodeId: string): MenuItem[] {
  const { pins, breakpoints } = editor.store.getState().trial
  const isPinned = nodeId in pins
  const stops = breakpoints.includes(nodeId)
  return [
    {
      label: isPinned ? t('Unpin the output') : t('Pin the last output'),
      icon: isPinned ? PinOff : Pin,
      keys: 'P',
      onSelect: () => trials.togglePin(nodeId),
    },
    {
      label: stops ? t('Remove the breakpoint') : t('Set a breakpoint'),
      icon: CircleDot,
      keys: 'B',
      onSelect: () => trials.toggleBreakpoint(nodeId),
    },
  ]
}

function editItems(editor: Editor, nodeId: string): MenuItem[] {
  const { store, bodies } = editor
  const items: MenuItem[] = [
    {
      label: t('Add a step after it'),
      icon: Plus,
      keys: 'A',
      onSelect: () => store.setState({ sheet: { kind: 'add', place: editor.placeFor(nodeId) } }),
    },
    {
      label: t('Connect to…'),
      icon: Spline,
      keys: 'C',
      onSelect: () => store.setState({ sheet: { kind: 'connect', node_id: nodeId } }),
    },
    {
      label: t('Rename'),
      icon: Pencil,
      keys: 'F2',
      // The menu gives the focus back as it closes.
      onSelect: () => setTimeout(() => renameChosen(editor)),
    },
    { label: t('Duplicate'), icon: Copy, keys: 'Mod+D', onSelect: () => editor.duplicate() },
    {
      label: findNode(editor.graph, nodeId)?.disabled ? t('Enable') : t('Disable'),
      icon: PowerOff,
      keys: 'D',
      onSelect: () => toggleDisabled(editor),
    },
    { label: t('Group|verb'), icon: Group, keys: 'Mod+G', onSelect: () => toggleGroup(editor) },
    {
      label: t('Make a workflow of it…'),
      icon: PackagePlus,
      keys: 'Shift+X',
      onSelect: () => askToExtract(editor),
    },
  ]
  if (bodies.isContainer(nodeId)) {
    items.push({
      label: t('Fold or unfold the body'),
      icon: FoldVertical,
      keys: 'F',
      onSelect: () => editor.toggleBody(nodeId),
    })
  }
  return [
    ...items,
    'separator',
    {
      label: t('Delete'),
      icon: Trash2,
      keys: 'Delete',
      danger: true,
      onSelect: () => editor.removeSelected(),
    },
  ]
}

/** Of a note or a group. */
function sheetMenu(editor: Editor, key: string): MenuItem[] {
  const writing = groupIdOf(key) ?? noteIdOf(key)
  const isGroup = groupIdOf(key) !== null
  const fold: MenuItem[] = [
    {
      label: t('Fold or unfold'),
      icon: FoldVertical,
      keys: 'F',
      onSelect: () => editor.toggleBody(key),
    },
    { label: t('Ungroup'), icon: Group, keys: 'Mod+G', onSelect: () => toggleGroup(editor) },
  ]
  return [
    {
      label: isGroup ? t('Rename') : t('Write'),
      icon: Pencil,
      keys: 'F2',
      onSelect: () => setTimeout(() => editor.store.setState({ writing })),
    },
    ...(isGroup ? fold : []),
    'separator',
    {
      label: isGroup ? t('Delete with its steps') : t('Delete'),
      icon: Trash2,
      keys: 'Delete',
      danger: true,
      onSelect: () => editor.removeSelected(),
    },
  ]
}

function canvasMenu(editor: Editor): MenuItem[] {
  const point = () => editor.camera.pointer() ?? editor.camera.centre()
  return [
    {
      label: t('Add a step'),
      icon: Plus,
      keys: 'N',
      onSelect: () =>
        editor.store.setState({ sheet: { kind: 'add', place: editor.placeAt(point()) } }),
    },
    {
      label: t('Add a note'),
      icon: StickyNote,
      keys: 'Shift+S',
      onSelect: () => addNoteAt(editor, point()),
    },
    { label: t('Lay out'), icon: LayoutGrid, keys: 'Shift+L', onSelect: () => editor.layOut() },
    { label: t('Zoom to fit'), icon: Maximize, keys: '1', onSelect: () => editor.camera.fit() },
  ]
}
