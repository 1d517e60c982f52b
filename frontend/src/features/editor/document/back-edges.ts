/** Edges that close a circle, found depth first. A draft may hold some. */

type Arrow = { from: string; to: string }

/** Edges without those that lead back, in their order. Long back edges cost dagre seconds. */
export function withoutBackEdges<Edge extends Arrow>(
  nodeIds: readonly string[],
  edges: readonly Edge[],
): Edge[] {
  const search = new Search(edges)
  for (const id of nodeIds) search.from(id)
  return edges.filter((edge) => !search.back.has(arrowKey(edge)))
}

const arrowKey = ({ from, to }: Arrow) => `${from}>${to}`

/** Without recursion: a chain may have two thousand nodes. */
class Search {
  readonly back = new Set<string>()
  readonly #next = new Map<string, string[]>()
  readonly #state = new Map<string, 'open' | 'closed'>()
  #path: { id: string; rest: string[] }[] = []

  constructor(edges: readonly Arrow[]) {
    for (const { from, to } of edges) {
      const known = this.#next.get(from)
      if (known) known.push(to)
      else this.#next.set(from, [to])
    }
  }

  from(id: string) {
    if (!this.#state.has(id)) this.#open(id)
    for (let top = this.#path.at(-1); top; top = this.#path.at(-1)) {
      const child = top.rest.pop()
      if (child === undefined) this.#close(top.id)
      else this.#visit(top.id, child)
    }
  }

  #open(id: string) {
    this.#state.set(id, 'open')
    this.#path.push({ id, rest: [...(this.#next.get(id) ?? [])] })
  }

  #close(id: string) {
    this.#state.set(id, 'closed')
    this.#path.pop()
  }

  #visit(from: string, to: string) {
    const state = this.#state.get(to)
    if (state === 'open') this.back.add(arrowKey({ from, to }))
    else if (state === undefined) this.#open(to)
  }
}
