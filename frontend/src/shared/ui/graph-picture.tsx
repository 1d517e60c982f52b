import { useMemo } from 'react'
import type { GraphDocument } from '@/shared/api/types'
import { pictureOf } from '@/shared/lib/graph-picture'

const MARGIN = 16

/** The shape of a graph, too small to read. */
export function GraphPicture({ graph }: { graph: GraphDocument }) {
  const { boxes, lines, width, height } = useMemo(() => pictureOf(graph), [graph])
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
          className={box.holds ? 'fill-sunken stroke-line-strong' : 'fill-raised stroke-ink-3'}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  )
}
