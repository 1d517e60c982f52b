import { Group as GroupIcon, StickyNote } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { plural, t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { type OutlineGroup, type OutlineRow, outline, outlineNotes } from '../document/outline'
import { countSteps } from '../editor'
import { useEditor, useEditorState } from '../editor-context'
import { NodeIcon } from '../node-icon'

/** The workflow as a list: to read, to walk by keyboard, and for those who don't see the canvas. */
export function OutlinePanel() {
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
          <ol aria-label={t('Steps of the workflow')}>
            {shown.map((row) => (
              <Row key={row.key} row={row} />
            ))}
          </ol>
        )}
        <Notes />
      </div>
    </>
  )
}

const FIRST_ROWS = 60

function Row({ row }: { row: OutlineRow }) {
  const editor = useEditor()
  const problems = useEditorState((state) => state.problemsByNode.get(row.node_id)?.length ?? 0)
  return (
    <li style={{ paddingLeft: row.depth * 14 }}>
      {row.group?.begins && <GroupHeading group={row.group} />}
      <div className={cn(row.group && 'ml-3.5 border-line border-l pl-1')}>
        {row.when && (
          <p className="truncate px-2 pt-1 font-mono text-2xs text-ink-3" title={row.when}>
            {row.when}
          </p>
        )}
        <button
          type="button"
          onClick={() => editor.goTo(row.node_id)}
          className="flex h-7 w-full items-center gap-2 rounded-control px-2 text-left hover:bg-sunken"
        >
          <NodeIcon name={row.icon} className="size-3.5 shrink-0 text-ink-3" />
          <span className={cn('min-w-0 truncate', row.again && 'text-ink-3')}>
            {row.label}
            {row.again && ` ${t('(above)')}`}
          </span>
          {row.group && (
            <span className="sr-only">
              , {t('in the group {name}', { name: nameOf(row.group) })}
            </span>
          )}
          {problems > 0 && (
            <span className="ml-auto shrink-0 text-failed text-xs">
              {countOfProblems(problems)}
            </span>
          )}
        </button>
      </div>
    </li>
  )
}

function GroupHeading({ group }: { group: OutlineGroup }) {
  const editor = useEditor()
  return (
    <button
      type="button"
      onClick={() => editor.goTo(group.key)}
      className="mt-1 flex h-7 w-full items-center gap-2 rounded-control px-2 text-left hover:bg-sunken"
    >
      <GroupIcon aria-hidden className="size-3.5 shrink-0 text-ink-3" />
      <span className="min-w-0 truncate font-medium text-ink-2">{nameOf(group)}</span>
      <span className="ml-auto shrink-0 text-ink-3 text-xs">{countSteps(group.steps)}</span>
    </button>
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
