import { t } from '@/shared/i18n/texts'
import { type GraphDiff, isEmptyDiff, type NodeChange } from '../document/diff'
import { type EditedGraph, findNode, type GraphEdge, labelOf, OUT, portOf } from '../document/graph'
import { useEditor } from '../editor-context'

type DiffListProps = {
  diff: GraphDiff
  /** To name what is gone. */
  before: EditedGraph
  after: EditedGraph
}

const SIGNS = { added: '+', removed: '−', changed: '~' } as const
const WORDS = { added: 'Added', removed: 'Removed', changed: 'Changed' } as const

/** What differs, step by step. */
export function DiffList({ diff, before, after }: DiffListProps) {
  const editor = useEditor()
  const name = (nodeId: string) => {
    const node = findNode(after, nodeId) ?? findNode(before, nodeId)
    return node ? labelOf(node, editor.catalog.of(node)?.title) : nodeId
  }
  const edge = (each: GraphEdge) =>
    `${name(each.from)}${portOf(each) === OUT ? '' : `, ${portOf(each)}`} → ${name(each.to)}`
  if (isEmptyDiff(diff)) {
    return (
      <p className="text-ink-2 text-sm">
        {diff.moved > 0 ? t('Only places on the canvas differ.') : t('Nothing differs.')}
      </p>
    )
  }
  return (
    <ul className="divide-y divide-line rounded-control border border-line">
      {diff.nodes.map((change) => (
        <DiffRow key={change.kind + change.node_id} kind={change.kind} detail={detailOf(change)}>
          {name(change.node_id)}
        </DiffRow>
      ))}
      {diff.edgesAdded.map((each) => (
        <DiffRow key={`+${edge(each)}`} kind="added" detail={t('edge')}>
          {edge(each)}
        </DiffRow>
      ))}
      {diff.edgesRemoved.map((each) => (
        <DiffRow key={`-${edge(each)}`} kind="removed" detail={t('edge')}>
          {edge(each)}
        </DiffRow>
      ))}
    </ul>
  )
}

const detailOf = ({ fields, node_id }: NodeChange) =>
  fields.length > 0 ? fields.join(', ') : node_id

type DiffRowProps = { kind: NodeChange['kind']; detail: string; children: string }

function DiffRow({ kind, detail, children }: DiffRowProps) {
  return (
    <li className="flex items-baseline gap-2.5 px-3 py-1.5">
      <span aria-hidden className="w-3 text-center font-mono text-ink-3">
        {SIGNS[kind]}
      </span>
      <span className="sr-only">{t(WORDS[kind])}:</span>
      <span className="max-w-1/2 shrink-0 truncate">{children}</span>
      <span className="ml-auto min-w-0 truncate pl-3 font-mono text-2xs text-ink-3">{detail}</span>
    </li>
  )
}
