import { useState } from 'react'
import { idProblem } from './document/ids'
import type { Editor } from './editor'

/** Another id for a step, while somebody types it. */
export function useNewId(editor: Editor, nodeId: string) {
  const [typed, setTyped] = useState<string | null>(null)
  const others = new Set(editor.graph.nodes.map((node) => node.id).filter((id) => id !== nodeId))
  const problem = typed === null ? null : idProblem(typed, others)
  /** Gives the id that the step has then: the old one where the new one can't be. */
  const take = async () => {
    setTyped(null)
    if (typed === null || problem || typed === nodeId) return nodeId
    await editor.renameId(nodeId, typed)
    return typed
  }
  return { value: typed ?? nodeId, problem, type: setTyped, take, drop: () => setTyped(null) }
}
