/** The node types of this installation, by name and version. */
import type { NodeTypeRead } from '@/shared/api/types'
import type { GraphNode } from './graph'

export type NodeTypeInfo = NodeTypeRead

export class NodeCatalog {
  readonly #types = new Map<string, NodeTypeInfo>()
  /** Newest version of each, by category and title. */
  readonly newest: readonly NodeTypeInfo[]

  constructor(types: readonly NodeTypeInfo[]) {
    const newest = new Map<string, NodeTypeInfo>()
    for (const type of types) {
      this.#types.set(`${type.type}@${type.version}`, type)
      const known = newest.get(type.type)
      if (!known || known.version < type.version) newest.set(type.type, type)
    }
    this.newest = [...newest.values()].sort(
      (a, b) => a.category.localeCompare(b.category) || a.title.localeCompare(b.title),
    )
  }

  /** Undefined: this installation does not know the type; the node is kept and shown as it is. */
  of(node: Pick<GraphNode, 'type' | 'type_version'>): NodeTypeInfo | undefined {
    return this.#types.get(`${node.type}@${node.type_version ?? 1}`)
  }

  byName(type: string): NodeTypeInfo | undefined {
    return this.newest.find((each) => each.type === type)
  }
}

/** Types that fit a search, best first: the title's beginning counts most. */
export function searchTypes(types: readonly NodeTypeInfo[], search: string): NodeTypeInfo[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...types]
  return types
    .map((type) => ({ type, rank: rankOf(type, words) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ type }) => type)
}

function rankOf(type: NodeTypeInfo, words: readonly string[]): number {
  const title = type.title.toLowerCase()
  const rest = `${type.type} ${type.category} ${type.description}`.toLowerCase()
  let rank = 0
  for (const word of words) {
    if (title.startsWith(word)) rank += 4
    else if (title.includes(word)) rank += 3
    else if (type.type.includes(word)) rank += 2
    else if (rest.includes(word)) rank += 1
    else return 0
  }
  return rank
}
