import { t } from '@/shared/i18n/texts'
import type { GraphDiff } from '../document/diff'
import { type EditedGraph, findNode, labelOf } from '../document/graph'
import { flat } from '../document/merge'
import { useEditor } from '../editor-context'

type FieldChangesProps = { diff: GraphDiff; before: EditedGraph; after: EditedGraph }

/** Each field that differs, with what it was and what it is. */
export function FieldChanges({ diff, before, after }: FieldChangesProps) {
  const editor = useEditor()
  const changed = diff.nodes.filter(({ kind }) => kind === 'changed')
  if (changed.length === 0) return null
  return (
    <ul aria-label={t('Fields that differ')} className="flex flex-col gap-2">
      {changed.map(({ node_id, fields }) => {
        const [old, now] = [findNode(before, node_id), findNode(after, node_id)]
        if (!old || !now) return null
        const [was, is] = [flat(old), flat(now)]
        return (
          <li key={node_id} className="rounded-control border border-line px-3 py-2">
            <p className="font-medium text-sm">{labelOf(now, editor.catalog.of(now)?.title)}</p>
            <dl className="mt-1 font-mono text-2xs">
              {fields.map((field) => (
                <div
                  key={field}
                  className="grid grid-cols-[120px_minmax(0,1fr)_minmax(0,1fr)] gap-2 py-0.5"
                >
                  <dt className="truncate text-ink-2">{field}</dt>
                  <dd className="break-words text-ink-2 line-through decoration-ink-3">
                    {shown(was.get(field))}
                  </dd>
                  <dd className="break-words">{shown(is.get(field))}</dd>
                </div>
              ))}
            </dl>
          </li>
        )
      })}
    </ul>
  )
}

const MOST_SHOWN = 300

function shown(value: unknown): string {
  if (value === undefined || value === '') return '–'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text
}
