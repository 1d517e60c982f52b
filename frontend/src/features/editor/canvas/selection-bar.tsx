import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  Copy,
  Group,
  type LucideIcon,
  PackagePlus,
  PowerOff,
  Trash2,
  WandSparkles,
} from 'lucide-react'
import { useStore } from 'zustand'
import { type PlainText, t } from '@/shared/i18n/texts'
import { IconButton } from '@/shared/ui/icon-button'
import {
  alignChosen,
  askToExtract,
  canArrange,
  distributeChosen,
  toggleDisabled,
  toggleGroup,
} from '../acts'
import type { Editor } from '../editor'
import { CanvasToolbar, Divider } from './canvas-toolbar'

type Tool = { icon: LucideIcon; label: PlainText; keys?: string; act: (editor: Editor) => void }

const ARRANGE: readonly Tool[] = [
  { icon: AlignStartVertical, label: 'Align left', act: (e) => alignChosen(e, 'left') },
  { icon: AlignCenterVertical, label: 'Align centres', act: (e) => alignChosen(e, 'center') },
  { icon: AlignEndVertical, label: 'Align right', act: (e) => alignChosen(e, 'right') },
  { icon: AlignStartHorizontal, label: 'Align top', act: (e) => alignChosen(e, 'top') },
  { icon: AlignCenterHorizontal, label: 'Align middles', act: (e) => alignChosen(e, 'middle') },
  { icon: AlignEndHorizontal, label: 'Align bottom', act: (e) => alignChosen(e, 'bottom') },
  {
    icon: AlignHorizontalDistributeCenter,
    label: 'Same gaps across',
    act: (e) => distributeChosen(e, 'x'),
  },
  {
    icon: AlignVerticalDistributeCenter,
    label: 'Same gaps down',
    act: (e) => distributeChosen(e, 'y'),
  },
]

const CHANGE: readonly Tool[] = [
  { icon: WandSparkles, label: 'Lay these out', keys: 'Shift+L', act: (e) => e.layOut() },
  { icon: Group, label: 'Group, or ungroup', keys: 'Mod+G', act: toggleGroup },
  { icon: PackagePlus, label: 'Make a workflow of it…', keys: 'Shift+X', act: askToExtract },
  { icon: Copy, label: 'Duplicate', keys: 'Mod+D', act: (e) => e.duplicate() },
  { icon: PowerOff, label: 'Disable, or enable', keys: 'D', act: toggleDisabled },
  { icon: Trash2, label: 'Delete', keys: 'Delete', act: (e) => e.removeSelected() },
]

type SelectionBarProps = { editor: Editor }

/** What can be done with several at once; there only while several are chosen. */
export function SelectionBar({ editor }: SelectionBarProps) {
  const several = useStore(
    editor.store,
    ({ selection }) => selection.nodes.size > 1 && canArrange(editor),
  )
  if (!several) return null
  return (
    <CanvasToolbar position="top-center" label={t('What is chosen')}>
      {ARRANGE.map((tool) => (
        <ToolButton key={tool.label} tool={tool} editor={editor} />
      ))}
      <Divider />
      {CHANGE.map((tool) => (
        <ToolButton key={tool.label} tool={tool} editor={editor} />
      ))}
    </CanvasToolbar>
  )
}

type ToolButtonProps = { tool: Tool; editor: Editor }

function ToolButton({ tool: { icon, label, keys, act }, editor }: ToolButtonProps) {
  return (
    <IconButton
      icon={icon}
      label={t(label)}
      {...(keys && { keys })}
      size="icon-sm"
      onClick={() => act(editor)}
    />
  )
}
