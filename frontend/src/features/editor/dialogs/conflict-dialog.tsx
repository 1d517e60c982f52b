import { useMemo, useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { Segmented } from '@/shared/ui/segmented'
import type { Theirs } from '../autosave'
import { diffGraphs } from '../document/diff'
import { type EditedGraph, type GraphNode, type Group, labelOf, type Note } from '../document/graph'
import { type Divergence, divergences, flat, mergeGraphs, type Side } from '../document/merge'
import { type DrawnDivergence, drawnDivergences } from '../document/merge-drawn'
import { useEditor, useEditorState } from '../editor-context'
import { replaceGraph } from '../store'

type ConflictDialogProps = { base: EditedGraph; theirs: Theirs }

/** Nothing is lost: what is not chosen stays in the history, one undo away. */
export function ConflictDialog({ base, theirs }: ConflictDialogProps) {
  const editor = useEditor()
  const mine = useEditorState((state) => state.graph)
  const [picks, setPicks] = useState<ReadonlyMap<string, Side>>(new Map())
  const versions = useMemo(() => ({ base, mine, theirs: theirs.graph }), [base, mine, theirs])
  const found = useMemo(() => divergences(versions), [versions])
  const drawn = useMemo(() => drawnDivergences(versions), [versions])
  /** With theirs in the history, so that undo brings back what is not kept of it. */
  const overTheirs = (graph: EditedGraph, label: string) => {
    replaceGraph(editor.store, theirs.graph, t('Take the other draft'))
    replaceGraph(editor.store, graph, label)
    editor.autosave.keepMine(graph)
  }
  const takeTheirs = () => {
    editor.autosave.takeTheirs()
    replaceGraph(editor.store, theirs.graph, t('Take the other draft'))
  }
  const merge = () => overTheirs(mergeGraphs(versions, picks), t('Merge two drafts'))
  const open = found.filter(({ by }) => by === 'both').length
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={() => {}}
      title={t('Somebody else has saved this draft')}
      description={
        open === 0
          ? t('You changed different things: both fit together.')
          : t('You changed the same steps. Choose for each whose is kept; the rest fits together.')
      }
      footer={
        <>
          <Button onClick={takeTheirs}>{t('Take theirs')}</Button>
          <Button onClick={() => overTheirs(mine, t('Keep my draft'))}>{t('Keep mine')}</Button>
          <Button variant="primary" onClick={merge}>
            {t('Merge')}
          </Button>
        </>
      }
    >
      <ul
        aria-label={t('What differs')}
        className="divide-y divide-line rounded-control border border-line"
      >
        {found.map((each) => (
          <DivergedNode
            key={each.node_id}
            diverged={each}
            side={each.by === 'both' ? (picks.get(each.node_id) ?? 'mine') : each.by}
            onSide={(side) => setPicks(new Map(picks).set(each.node_id, side))}
          />
        ))}
        {drawn.map((each) => (
          <DivergedDrawn key={`${each.kind}:${each.id}`} diverged={each} />
        ))}
        {found.length + drawn.length === 0 && (
          <li className="px-3 py-2 text-ink-2">
            {diffGraphs(theirs.graph, mine).edgesAdded.length > 0
              ? t('Only edges differ.')
              : t('The steps are the same; only places or edges differ.')}
          </li>
        )}
      </ul>
      <p className="mt-2 text-ink-3 text-xs">
        {t('What is not kept stays in the history: undo brings it back.')}
      </p>
    </Dialog>
  )
}

const sides = () =>
  [
    { value: 'mine', label: t('Mine') },
    { value: 'theirs', label: t('Theirs') },
  ] as const

type DivergedNodeProps = { diverged: Divergence; side: Side; onSide: (side: Side) => void }

function DivergedNode({ diverged, side, onSide }: DivergedNodeProps) {
  const editor = useEditor()
  const { base, mine, theirs, by, fields } = diverged
  const node = mine ?? theirs ?? base
  const name = node ? labelOf(node, editor.catalog.of(node)?.title) : diverged.node_id
  return (
    <li className="px-3 py-2">
      <div className="flex items-center gap-3">
        <span className="min-w-0 truncate font-medium">{name}</span>
        <span className="text-ink-3 text-xs">{wordsOf(diverged)}</span>
        {by === 'both' && (
          <Segmented
            small
            label={t('Whose {name} is kept', { name })}
            value={side}
            onValue={onSide}
            options={sides()}
            className="ml-auto"
          />
        )}
      </div>
      {by === 'both' && fields.length > 0 && (
        <FieldTable fields={fields} nodes={{ base, mine, theirs }} side={side} />
      )}
    </li>
  )
}

/** A note or group, of which nothing is lost: there is nothing to choose. */
function DivergedDrawn({ diverged }: { diverged: DrawnDivergence }) {
  const { kind, mine, theirs } = diverged
  const words = textOf(mine ?? theirs)
  return (
    <li className="flex items-center gap-3 px-3 py-2">
      <span className="min-w-0 truncate font-medium">
        {kind === 'note' ? t('Note') : t('Group')}
        {words && ` “${words}”`}
      </span>
      <span className="shrink-0 text-ink-3 text-xs">
        {[wordsOf(diverged), outcomeOf(diverged)].filter(Boolean).join('; ')}
      </span>
    </li>
  )
}

const textOf = (drawn: Note | Group | null) =>
  drawn && ('text' in drawn ? drawn.text : 'name' in drawn && drawn.name)

function outcomeOf({ kind, base, mine, theirs, by }: DrawnDivergence): string {
  if (by !== 'both') return ''
  if (!mine || !theirs) return t('it stays')
  return kind === 'note' || !base ? t('both are kept') : t('your name, the steps of both')
}

/** As one of them has it; null: it is not there. */
type Whatever = object | null
type Changed = { base: Whatever; mine: Whatever; theirs: Whatever; by: Side | 'both' }

function wordsOf({ base, mine, theirs, by }: Changed): string {
  if (by === 'both') {
    if (!mine) return t('you took it away, they changed it')
    return theirs ? t('both of you changed it') : t('they took it away, you changed it')
  }
  return by === 'mine' ? mineWords(base, mine) : theirWords(base, theirs)
}

function mineWords(base: Whatever, mine: Whatever): string {
  if (!base) return t('you added it')
  return mine ? t('you changed it') : t('you took it away')
}

function theirWords(base: Whatever, theirs: Whatever): string {
  if (!base) return t('they added it')
  return theirs ? t('they changed it') : t('they took it away')
}

type FieldTableProps = {
  fields: readonly string[]
  nodes: { base: GraphNode | null; mine: GraphNode | null; theirs: GraphNode | null }
  side: Side
}

function FieldTable({ fields, nodes, side }: FieldTableProps) {
  const [base, mine, theirs] = [nodes.base, nodes.mine, nodes.theirs].map((node) =>
    node ? flat(node) : new Map<string, unknown>(),
  )
  const kept = 'bg-accent-wash'
  return (
    <table className="mt-2 w-full table-fixed text-left font-mono text-2xs">
      <thead className="text-ink-3">
        <tr>
          <th scope="col">{t('Field')}</th>
          <th scope="col">{t('Before')}</th>
          <th scope="col">{t('Mine')}</th>
          <th scope="col">{t('Theirs')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field} className="align-top">
            <th scope="row" className="truncate pr-2 font-normal text-ink-2">
              {field}
            </th>
            <td className="break-words pr-2">{shown(base?.get(field))}</td>
            <td className={`break-words px-1 ${side === 'mine' ? kept : ''}`}>
              {shown(mine?.get(field))}
            </td>
            <td className={`break-words px-1 ${side === 'theirs' ? kept : ''}`}>
              {shown(theirs?.get(field))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const MOST_SHOWN = 200

function shown(value: unknown): string {
  if (value === undefined) return '–'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text
}
