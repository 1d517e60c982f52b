import { useMemo } from 'react'
import type { GraphDocument } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { pictureOf } from '@/shared/lib/graph-picture'
import { diffGraphs, type GraphDiff, type NodeChange } from '../document/diff'
import { type EditedGraph, type GraphEdge, labelOf } from '../document/graph'
import { useEditor } from '../editor-context'
import { usePlaced } from '../use-placed'
import { DiffList } from './diff-list'
import { FieldChanges } from './field-changes'

type Mark = NodeChange['kind']

type GraphDifferenceProps = { before: EditedGraph; after: EditedGraph }

/** What differs between two graphs: on a picture of both, step by step, and field by field. */
export function GraphDifference({ before, after }: GraphDifferenceProps) {
  const diff = useMemo(() => diffGraphs(before, after), [before, after])
  const both = useMemo(() => overlayOf(before, after), [before, after])
  const overlay = usePlaced(both, useEditor().catalog)
  return (
    <div className="flex flex-col gap-2">
      <div className="h-52 overflow-auto rounded-control border border-line bg-canvas">
        {overlay && <Picture graph={overlay} diff={diff} />}
      </div>
      <Legend />
      <DiffList diff={diff} before={before} after={after} />
      <FieldChanges diff={diff} before={before} after={after} />
    </div>
  )
}

/** Everything that is in one of the two. */
function overlayOf(before: EditedGraph, after: EditedGraph): EditedGraph {
  const now = new Set(after.nodes.map((node) => node.id))
  const gone = before.nodes.filter((node) => !now.has(node.id))
  const edges = new Map([...before.edges, ...after.edges].map((edge) => [wayOf(edge), edge]))
  return { nodes: [...after.nodes, ...gone], edges: [...edges.values()] }
}

/** Of two edges that differ in their ports alone, one line is drawn. */
const wayOf = ({ from, to }: Pick<GraphEdge, 'from' | 'to'>) => `${from}>${to}`

export function edgeMarks({ edgesAdded, edgesRemoved }: GraphDiff): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>(edgesAdded.map((edge) => [wayOf(edge), 'added']))
  for (const edge of edgesRemoved) {
    marks.set(wayOf(edge), marks.has(wayOf(edge)) ? 'changed' : 'removed')
  }
  return marks
}

const MARGIN = 16
/** Smaller than this, names can't be read: the picture is scrolled instead. */
const LEAST_SCALE = 0.55

const BOXES: Record<Mark, string> = {
  added: 'fill-raised stroke-succeeded stroke-[3px]',
  removed: 'fill-failed-wash stroke-failed stroke-[2px] [stroke-dasharray:4_3]',
  changed: 'fill-accent-wash stroke-accent stroke-[2px]',
}

const LINES: Record<Mark, string> = {
  added: 'stroke-succeeded stroke-[3px]',
  removed: 'stroke-failed stroke-[2px] [stroke-dasharray:4_3]',
  changed: 'stroke-accent stroke-[2px]',
}

/** For the eye alone: the list below says all of it in words. */
function Picture({ graph, diff }: { graph: EditedGraph; diff: GraphDiff }) {
  const { catalog } = useEditor()
  const picture = useMemo(() => pictureOf(graph as unknown as GraphDocument), [graph])
  const names = useMemo(
    () => new Map(graph.nodes.map((node) => [node.id, labelOf(node, catalog.of(node)?.title)])),
    [graph, catalog],
  )
  const boxes = new Map(diff.nodes.map(({ node_id, kind }) => [node_id, kind]))
  const lines = edgeMarks(diff)
  const [width, height] = [picture.width + 2 * MARGIN, picture.height + 2 * MARGIN]
  return (
    <svg
      aria-hidden
      viewBox={`${-MARGIN} ${-MARGIN} ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet"
      className="h-full w-full"
      style={{ minWidth: width * LEAST_SCALE, minHeight: height * LEAST_SCALE }}
    >
      {picture.lines.map((line) => {
        const mark = lines.get(wayOf(line))
        return (
          <path
            key={line.key}
            d={line.path}
            data-edge-mark={mark}
            className={cn('fill-none', mark ? LINES[mark] : 'stroke-line-strong stroke-[1.5px]')}
            vectorEffect="non-scaling-stroke"
          />
        )
      })}
      {picture.boxes.map((box) => {
        const mark = boxes.get(box.id)
        const plain = box.holds ? 'fill-sunken stroke-line-strong' : 'fill-raised stroke-ink-3'
        return (
          <g key={box.id} ref={box.id === diff.nodes[0]?.node_id ? showFirst : undefined}>
            <rect
              x={box.x}
              y={box.y}
              width={box.width}
              height={box.height}
              rx={10}
              data-mark={mark}
              className={mark ? BOXES[mark] : plain}
              vectorEffect="non-scaling-stroke"
            />
            <foreignObject
              x={box.x + 10}
              y={box.y}
              width={box.width - 20}
              height={box.holds ? 34 : box.height}
            >
              <div
                className={cn(
                  'flex h-full items-center text-[19px] text-ink',
                  mark === 'removed' && 'line-through',
                )}
              >
                <span className="truncate">{names.get(box.id)}</span>
              </div>
            </foreignObject>
          </g>
        )
      })}
    </svg>
  )
}

/** Of a picture that is larger than its place, where something differs. */
function showFirst(element: SVGGElement | null) {
  const place = element?.closest('div')
  if (!element || !place) return
  const [box, frame] = [element.getBoundingClientRect(), place.getBoundingClientRect()]
  place.scrollLeft += box.left - frame.left - (frame.width - box.width) / 2
  place.scrollTop += box.top - frame.top - (frame.height - box.height) / 2
}

const LEGEND: readonly { mark: Mark; word: () => string }[] = [
  { mark: 'added', word: () => t('Added') },
  { mark: 'changed', word: () => t('Changed') },
  { mark: 'removed', word: () => t('Removed') },
]

function Legend() {
  return (
    <p className="flex flex-wrap gap-x-4 text-ink-2 text-xs">
      {LEGEND.map(({ mark, word }) => (
        <span key={mark} className="inline-flex items-center gap-1.5">
          <svg aria-hidden viewBox="0 0 22 14" className="h-3.5 w-5.5">
            <rect x={2} y={2} width={18} height={10} rx={3} className={BOXES[mark]} />
          </svg>
          {word()}
        </span>
      ))}
    </p>
  )
}
