/** Nodes that come as text. Loaded when it is needed, as it reads expressions. */
import { t } from '@/shared/i18n/texts'
import { notify } from '@/shared/ui/toaster'
import type { Clipped } from './document/clipboard'
import { countDrawn } from './document/counted'
import type { EditedGraph, GraphNode, Point } from './document/graph'
import { pasteNodes } from './document/pasting'
import type { Editor } from './editor'
import { placed } from './use-placed'

/** The nodes come in with their top left at the point, those without places laid out. */
export async function paste(editor: Editor, found: Clipped, at: Point) {
  const laid = await placed(withFirmPlaces(found), editor.catalog)
  const { graph, nodeIds, skipped } = pasteNodes(editor.graph, laid, at, editor.catalog)
  if (nodeIds.length === 0)
    return editor.announce(t('There is a start already: nothing was pasted.'))
  const steps = countDrawn(nodeIds)
  const selection = { nodes: new Set(nodeIds), edges: new Set<string>() }
  editor.change({ graph, label: t('Paste {steps}', { steps }) }, selection)
  const said = [t('Pasted {steps}.', { steps })]
  if (skipped > 0) said.push(t('The start was left out: there is one already.'))
  if (found.lacksSecrets) {
    const lost = t('Secrets were left out of the copy: write them in the pasted steps again.')
    said.push(lost)
    notify(lost)
  }
  editor.announce(said.join(' '))
  editor.camera.show(nodeIds)
}

const withFirmPlaces = (graph: EditedGraph): EditedGraph => ({
  ...graph,
  nodes: graph.nodes.map((node) => ({ ...node, position: placeOf(node) })),
})

/** n8n's cards are narrower, so they stand closer to each other. */
const STRETCH = 1.5

/** Text may hold anything: what is no place counts as none. n8n writes `[x, y]`. */
function placeOf(node: GraphNode): Partial<Point> {
  const position: unknown = node.position
  const [x, y] = Array.isArray(position)
    ? [position[0] * STRETCH, position[1]]
    : [node.position?.x ?? 0, node.position?.y ?? 0]
  return Number.isFinite(x) && Number.isFinite(y) ? { x, y } : {}
}
