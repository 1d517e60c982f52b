import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { formatBytes } from '@/shared/lib/format'
import { firstOpen, isBlob, type JsonLine, jsonLines } from '@/shared/lib/json-lines'
import { startDrag } from '@/shared/lib/path-drag'
import { CopyButton } from '../copy-button'
import { moveInTree } from './move-in-tree'

const LINE_PX = 22
const INDENT_PX = 16
const MOST_CHARS = 300

type JsonTreeProps = {
  value: JsonValue
  /** Read aloud: what the value is. */
  label: string
  /** What expressions call the root, as `steps.fetch.output`; copied with a line's path. */
  root?: string
  /** The value says what another one is made of: its texts are names of types. */
  isShape?: boolean
  /** Put the path of the active line into the expression that is being written, by Enter. */
  onPick?: ((path: string) => void) | undefined
  className?: string
}

/** A value of any size, opened branch by branch; only the lines in sight are in the page. */
export function JsonTree(props: JsonTreeProps) {
  const { value, label, root = '', isShape = false, onPick, className } = props
  const [open, setOpen] = useState<ReadonlySet<string>>(() => firstOpen(value))
  const [active, setActive] = useState('')
  const lines = useMemo(() => jsonLines(value, open), [value, open])
  const scroller = useRef<HTMLDivElement>(null)
  const treeId = useId()
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: 12,
  })
  const setLineOpen = (line: JsonLine, isOpen: boolean) =>
    setOpen((before) => withLine(before, line.id, isOpen))
  const onKeyDown = (event: KeyboardEvent) => {
    const picked = event.key === 'Enter' && root && lines.find((each) => each.id === active)
    if (picked && onPick) return onPick(root + picked.path)
    const move = moveInTree(event.key, lines, active)
    if (!move) return
    event.preventDefault()
    setActive(move.active)
    if (move.toggle) setLineOpen(move.toggle, !move.toggle.isOpen)
    virtualizer.scrollToIndex(lines.findIndex((line) => line.id === move.active))
  }
  const rowId = (line: JsonLine) => `${treeId}${line.id}`
  return (
    <div
      ref={scroller}
      role="tree"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={treeId + active}
      onKeyDown={onKeyDown}
      className={cn('group/tree overflow-auto font-mono text-xs -outline-offset-2', className)}
    >
      <div
        role="none"
        className="relative min-w-max"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const line = lines[item.index]
          return (
            line && (
              <TreeLine
                key={line.id}
                id={rowId(line)}
                name={label}
                line={line}
                top={item.start}
                isActive={line.id === active}
                copyPath={root + line.path}
                canDrag={root !== ''}
                isShape={isShape}
                onPress={() => {
                  setActive(line.id)
                  if (line.isBranch) setLineOpen(line, !line.isOpen)
                }}
              />
            )
          )
        })}
      </div>
    </div>
  )
}

function withLine(before: ReadonlySet<string>, id: string, isOpen: boolean) {
  const after = new Set(before)
  if (isOpen) after.add(id)
  else after.delete(id)
  return after
}

type TreeLineProps = {
  id: string
  /** Of the whole value: the root has no label of its own. */
  name: string
  line: JsonLine
  top: number
  isActive: boolean
  copyPath: string
  canDrag: boolean
  isShape: boolean
  onPress: () => void
}

function TreeLine(props: TreeLineProps) {
  const { id, name, line, top, isActive, copyPath, onPress } = props
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names its active line
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys for all of its lines
    <div
      id={id}
      role="treeitem"
      aria-level={line.depth + 1}
      aria-selected={isActive}
      {...(line.isBranch && { 'aria-expanded': line.isOpen })}
      onClick={onPress}
      draggable={props.canDrag}
      onDragStart={(event) => startDrag(event.dataTransfer, copyPath)}
      style={{ top, height: LINE_PX, paddingLeft: line.depth * INDENT_PX + 4 }}
      className={cn(
        'group absolute flex w-full cursor-default items-center gap-1 whitespace-pre rounded-chip pr-8 hover:bg-sunken',
        isActive && 'group-focus/tree:bg-sunken',
      )}
    >
      <ChevronRight
        aria-hidden
        className={cn(
          'size-3 shrink-0 text-ink-3 transition-transform',
          line.isOpen && 'rotate-90',
          !line.isBranch && 'invisible',
        )}
      />
      <span className="text-ink-2">{line.label === null ? name : `${line.label}:`}</span>
      <LineValue line={line} isShape={props.isShape} />
      {copyPath && (
        <span className="invisible absolute right-0.5 group-hover:visible">
          <CopyButton
            value={copyPath}
            label={t('Copy {path}', { path: copyPath })}
            className="size-5 [&_svg]:size-3"
          />
        </span>
      )}
    </div>
  )
}

const COLORS: Partial<Record<JsonLine['kind'], string>> = {
  text: 'text-succeeded',
  number: 'text-running',
  boolean: 'text-waiting',
}

type LineValueProps = { line: JsonLine; isShape: boolean }

function LineValue({ line, isShape }: LineValueProps) {
  if (isShape && typeof line.value === 'string')
    return <span className="text-ink-3">{line.value}</span>
  return <span className={COLORS[line.kind] ?? 'text-ink-3'}>{lineText(line)}</span>
}

function lineText(line: JsonLine): string {
  if (line.kind === 'object' || line.kind === 'list' || line.kind === 'page')
    return branchText(line)
  if (isBlob(line.value)) return t('blob of {bytes}', { bytes: formatBytes(line.value.size) })
  const text = JSON.stringify(line.value)
  return text.length > MOST_CHARS
    ? t('{text}… ({count} characters)', { text: text.slice(0, MOST_CHARS), count: text.length })
    : text
}

/** How many are in a closed branch; an open one shows them. */
function branchText({ kind, size, isOpen }: JsonLine): string {
  if (kind === 'page' || isOpen) return ''
  const [before, after] = kind === 'list' ? '[]' : '{}'
  return size === 0 ? `${before}${after}` : `${before} ${size} ${after}`
}
