import { useEffect, useMemo, useState } from 'react'
import { startLayout } from './document/auto-layout'
import type { NodeCatalog } from './document/catalog'
import type { EditedGraph, Point } from './document/graph'
import { requestFor, unplacedOf, withPlaces } from './document/unplaced'

/**
 * The graph with its steps in places, so that it can be looked at; null while they are worked out.
 *
 * Nothing is stored by it: what was laid out is saved with the first change of a person.
 */
export function usePlaced(graph: EditedGraph, catalog: NodeCatalog): EditedGraph | null {
  const [laid, setLaid] = useState<{ of: EditedGraph; graph: EditedGraph } | null>(null)
  const todo = useMemo(() => {
    const unplaced = unplacedOf(graph, catalog)
    const request = requestFor(unplaced, graph, catalog)
    if (!request)
      return {
        ready: unplaced.single.length > 0 ? withPlaces(graph, unplaced, NONE, catalog) : graph,
      }
    return { unplaced, request }
  }, [graph, catalog])
  useEffect(() => {
    if (!todo.request) return
    const { unplaced, request } = todo
    const { places, stop } = startLayout(request)
    places.then(
      (found) => setLaid({ of: graph, graph: withPlaces(graph, unplaced, found, catalog) }),
      // As it is stored: better all in one spot than not at all.
      () => setLaid({ of: graph, graph }),
    )
    return stop
  }, [todo, graph, catalog])
  if (todo.ready) return todo.ready
  return laid?.of === graph ? laid.graph : null
}

/** The same at once, for a graph that comes by an act. */
export async function placed(graph: EditedGraph, catalog: NodeCatalog): Promise<EditedGraph> {
  const unplaced = unplacedOf(graph, catalog)
  const request = requestFor(unplaced, graph, catalog)
  const found = request ? await startLayout(request).places.catch(() => NONE) : NONE
  return withPlaces(graph, unplaced, found, catalog)
}

const NONE: ReadonlyMap<string, Point> = new Map()
