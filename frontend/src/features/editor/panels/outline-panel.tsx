import { Group as GroupIcon, StickyNote } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useMemo, useState } from 'react'
import { type RunStore, useNodeStatus } from '@/features/run-stream'
import { plural, t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { STATUS_LOOKS } from '@/shared/lib/status'
import { countSteps } from '../document/counted'
import { type OutlineGroup, type OutlineRow, outline, outlineNotes } from '../document/outline'
import { useEditor, useEditorState } from '../editor-context'
import { NodeIcon } from '../node-icon'
import { placesOf, treeAct } from './outline-tree'

/** The workflow as a tree: to read, to walk by keyboard, and for those who don't see the canvas. */
export function OutlinePanel({ run }: { run: RunStore }) {
  const editor = useEditor()
  const graph = useEditorState((state) => state.graph)
  const rows = useMemo(() => outline(graph, editor.catalog), [graph, editor])
  // What is below the panel's end comes when the canvas has been drawn.
  const [first] = useState(() => rows.slice(0, FIRST_ROWS))
  const shown = useDeferredValue(rows, first)
  return (
    <>
      <header className="border-line border-b px-4 py-3">
        <h2 className="font-semibold text-md">{t('Outline')}</h2>
        <p className="text-ink-3 text-xs">{t('Choose a step to set it up.')}</p>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto p-2">
        {rows.length === 0 ? (
          <p className="p-2 text-ink-3 text-sm">
            {t('Nothing is drawn yet. Take a step from the palette, or press N.')}
          </p>
        ) : (
          <Tree rows={shown} run={run} />
        )}
        <Notes />
      </div>
    </>
  )
}

const FIRST_ROWS = 28

type TreeProps = { rows: readonly OutlineRow[]; run: RunStore }

/** One stop for the Tab key; arrows walk, fold and unfold, Enter opens. */
function Tree({ rows, run }: TreeProps) {
  const editor = useEditor()
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [current, setCurrent] = useState<string | null>(null)
  const places = useMemo(() => placesOf(rows, folded), [rows, folded])
  const here = places.find(({ row }) => row.key === current) ?? places[0]
  const fold = (nodeId: string, isFolded: boolean) => {
    const next = new Set(folded)
    if (isFolded) next.add(nodeId)
    else next.delete(nodeId)
    setFolded(next)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!here || event.altKey || event.ctrlKey || event.metaKey) return
    const act = treeAct(event.key, places, here)
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    if (act.kind === 'open') return editor.goTo(here.row.node_id)
    if (act.kind === 'fold') return fold(here.row.node_id, act.isFolded)
    setCurrent(act.key)
    const items = event.currentTarget.querySelectorAll<HTMLElement>('[role="treeitem"]')
    items[places.findIndex(({ row }) => row.key === act.key)]?.focus()
  }
  return (
    <div role="tree" aria-label={t('Steps of the workflow')} onKeyDown={onKeyDown}>
      {places.map(({ row, isFolded }) => (
        <Row
          key={row.key}
          row={row}
          run={run}
          isFolded={isFolded}
          isCurrent={row === here?.row}
          onCurrent={() => setCurrent(row.key)}
        />
      ))}
    </div>
  )
}

type RowProps = {
  row: OutlineRow
  run: RunStore
  /** Null: there is nothing below it. */
  isFolded: boolean | null
  isCurrent: boolean
  onCurrent: () => void
}

function Row({ row, run, isFolded, isCurrent, onCurrent }: RowProps) {
  const editor = useEditor()
  const isChosen = useEditorState((state) => state.selection.nodes.has(row.node_id))
  return (
    <>
      {row.group?.begins && <GroupHeading group={row.group} depth={row.depth} />}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys of all its rows */}
      <div
        role="treeitem"
        aria-level={row.depth + 1}
        aria-expanded={isFolded === null ? undefined : !isFolded}
        aria-selected={isChosen}
        tabIndex={isCurrent ? 0 : -1}
        onFocus={onCurrent}
        onClick={() => editor.goTo(row.node_id)}
        style={{ marginLeft: row.depth * 14 }}
        className="group/row cursor-default rounded-control [contain-intrinsic-height:auto_28px] [content-visibility:auto] focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent"
      >
        <div className={cn(row.group && 'ml-3.5 border-line border-l pl-1')}>
          {row.when && (
            <p className="truncate px-2 pt-1 font-mono text-2xs text-ink-3" title={row.when}>
              {row.when}
            </p>
          )}
          <div className="flex h-7 items-center gap-2 rounded-control px-2 group-hover/row:bg-sunken">
            <NodeIcon name={row.icon} className="size-3.5 shrink-0 text-ink-3" />
            <span
              className={cn(
                'min-w-0 shrink-0 truncate',
                row.again && 'text-ink-3',
                row.disabled && 'text-ink-3 line-through',
              )}
            >
              {row.label}
              {row.again && ` ${t('(above)')}`}
            </span>
            {isFolded && <span className="text-ink-3">…</span>}
            {!row.again && <Words row={row} run={run} />}
            <Problems nodeId={row.node_id} />
          </div>
        </div>
      </div>
    </>
  )
}

/** Its type and how it stands, which the canvas shows by shapes. */
function Words({ row, run }: { row: OutlineRow; run: RunStore }) {
  const isPinned = useEditorState((state) => row.node_id in state.trial.pins)
  const status = useNodeStatus(run, { id: row.node_id, policy: row.policy })
  const words = [
    row.type !== row.label && row.type,
    row.disabled && t('disabled'),
    isPinned && t('pinned'),
    row.join && (row.join === 'all' ? t('waits for all') : t('first wins')),
    status && t(STATUS_LOOKS[status].word),
  ].filter((word) => typeof word === 'string')
  return (
    <>
      <span className="min-w-0 truncate text-ink-3 text-xs">
        {words.length > 0 && <span className="sr-only">, </span>}
        {words.join(', ')}
      </span>
      {row.group && (
        <span className="sr-only">, {t('in the group {name}', { name: nameOf(row.group) })}</span>
      )}
    </>
  )
}

function Problems({ nodeId }: { nodeId: string }) {
  const problems = useEditorState((state) => state.problemsByNode.get(nodeId)?.length ?? 0)
  if (problems === 0) return null
  return (
    <span className="ml-auto shrink-0 text-failed text-xs">
      <span className="sr-only">, </span>
      {countOfProblems(problems)}
    </span>
  )
}

/** A frame around what follows: it is no step, and said again with each of its steps. */
function GroupHeading({ group, depth }: { group: OutlineGroup; depth: number }) {
  const editor = useEditor()
  return (
    <div
      aria-hidden
      onClick={() => editor.goTo(group.key)}
      style={{ marginLeft: depth * 14 }}
      className="mt-1 flex h-7 items-center gap-2 rounded-control px-2 hover:bg-sunken"
    >
      <GroupIcon className="size-3.5 shrink-0 text-ink-3" />
      <span className="min-w-0 truncate font-medium text-ink-2">{nameOf(group)}</span>
      <span className="ml-auto shrink-0 text-ink-3 text-xs">{countSteps(group.steps)}</span>
    </div>
  )
}

/** What is written on the canvas, in full. */
function Notes() {
  const editor = useEditor()
  const graph = useEditorState((state) => state.graph)
  const notes = useMemo(() => outlineNotes(graph, editor.catalog), [graph, editor])
  if (notes.length === 0) return null
  return (
    <section aria-labelledby="outline-notes" className="mt-3 border-line border-t pt-3">
      <h3 id="outline-notes" className="px-2 pb-1 font-medium text-ink-3 text-xs">
        {t('Notes')}
      </h3>
      <ul>
        {notes.map((note) => (
          <li key={note.key}>
            <button
              type="button"
              onClick={() => editor.goTo(note.key)}
              className="flex w-full items-start gap-2 rounded-control px-2 py-1.5 text-left hover:bg-sunken"
            >
              <StickyNote aria-hidden className="mt-0.5 size-3.5 shrink-0 text-ink-3" />
              <span className="min-w-0">
                <span className="line-clamp-4 whitespace-pre-line break-words">
                  {note.text || <span className="text-ink-3">{t('An empty note')}</span>}
                </span>
                {note.beside && (
                  <span className="block truncate text-ink-3 text-xs">
                    {t('beside {step}', { step: note.beside })}
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

const nameOf = ({ name }: OutlineGroup) => name || t('Group')

const countOfProblems = (count: number) => plural(count, '{count} problem', '{count} problems')
