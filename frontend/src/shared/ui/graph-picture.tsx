import { useMemo } from 'react'
import type { GraphDocument } from '@/shared/api/types'
import { pictureOf } from '@/shared/lib/graph-picture'

export type BoxMark = 'added' | 'removed' | 'changed'

type GraphPictureProps = {
  graph: GraphDocument
  /** By node id. What is marked is named in words elsewhere: this is for the eye alone. */
  marks?: ReadonlyMap<string, BoxMark>
}

const MARGIN = 16

const LOOKS: Record<BoxMark, string> = {
  added: 'fill-raised stroke-succeeded stroke-[3px]',
  removed: 'fill-failed-wash stroke-failed stroke-[2px] [stroke-dasharray:4_3]',
  changed: 'fill-accent-wash stroke-accent stroke-[2px]',
}

/** The shape of a graph, too small to read. */
export function GraphPicture({ graph, marks }: GraphPictureProps) {
  const { boxes, lines, width, height } = useMemo(() => pictureOf(graph), [graph])
  const look = (id: string, holds: boolean) => {
    const mark = marks?.get(id)
    if (mark) return LOOKS[mark]
    return holds ? 'fill-sunken stroke-line-strong' : 'fill-raised stroke-ink-3'
  }
  return (
    <svg
      aria-hidden
      viewBox={`${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`}
      preserveAspectRatio="xMidYMid meet"
      className="h-full w-full"
    >
      {lines.map((line) => (
        <path
          key={line.key}
          d={line.path}
          className="fill-none stroke-line-strong"
          strokeWidth={1.5}
          vectorEffect="non-scaling-stroke"
        />
      ))}
      {boxes.map((box) => (
        <rect
          key={box.id}
          x={box.x}
          y={box.y}
          width={box.width}
          height={box.height}
          rx={10}
          data-mark={marks?.get(box.id)}
          className={look(box.id, box.holds)}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  )
}
