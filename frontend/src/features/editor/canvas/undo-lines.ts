/** Compensations on the canvas: lines that are no paths, and where they begin and end. */

import { Position } from '@xyflow/react'
import { t } from '@/shared/i18n/texts'
import { bodiesOf } from '../document/bodies'
import type { NodeCatalog } from '../document/catalog'
import type { Size } from '../document/geometry'
import { type CardFacts, type LineEdge, type PortPlace, type Shown, shownNodes } from './flow-types'

export const UNDO = '$undo'
/** From the left edge of the card. */
export const UNDO_X_PX = 40

/** Below a step that is undone, above one that undoes. */
export function undoHandles(undo: CardFacts['undo'], { height }: Size): PortPlace[] {
  if (!undo) return []
  const isSource = undo === 'undone'
  return [
    {
      id: UNDO,
      type: isSource ? 'source' : 'target',
      position: isSource ? Position.Bottom : Position.Top,
      x: UNDO_X_PX,
      y: isSource ? height : 0,
      width: 1,
      height: 1,
    },
  ]
}

/** Lines from steps to those that undo them. */
export function undoEdges({ graph, collapsed }: Shown, catalog: NodeCatalog): LineEdge[] {
  const shown = shownNodes(graph, bodiesOf(graph, catalog), collapsed)
  const ids = new Set(shown.map((node) => node.id))
  return shown.flatMap(({ id, undo }) => {
    if (!undo || !ids.has(undo)) return []
    return [
      {
        id: `undo:${id}>${undo}`,
        type: 'undo' as const,
        source: id,
        sourceHandle: UNDO,
        target: undo,
        targetHandle: UNDO,
        selectable: false,
        focusable: false,
        reconnectable: false,
        ariaLabel: t('{undo} undoes {id}', { undo, id }),
        data: {
          edge: { from: id, to: undo, port: UNDO },
          broken: null,
          named: false,
          path: null,
          tries: 1,
        },
      },
    ]
  })
}
