import { useMemo } from 'react'
import { cn } from '@/shared/lib/cn'
import { outline } from '../document/outline'
import { useEditor, useEditorState } from '../editor-context'
import { NodeIcon } from '../node-icon'

/** The workflow as a list: to read, to walk by keyboard, and for those who don't see the canvas. */
export function OutlinePanel() {
  const editor = useEditor()
  const graph = useEditorState((state) => state.graph)
  const problems = useEditorState((state) => state.problemsByNode)
  const rows = useMemo(() => outline(graph, editor.catalog), [graph, editor])
  return (
    <>
      <header className="border-line border-b px-4 py-3">
        <h2 className="font-semibold text-md">Outline</h2>
        <p className="text-ink-3 text-xs">Choose a step to set it up.</p>
      </header>
      {rows.length === 0 ? (
        <p className="p-4 text-ink-3 text-sm">
          Nothing is drawn yet. Take a step from the palette, or press N.
        </p>
      ) : (
        <ol aria-label="Steps of the workflow" className="min-h-0 flex-1 overflow-y-auto p-2">
          {rows.map((row) => (
            <li key={row.key} style={{ paddingLeft: row.depth * 14 }}>
              {row.when && (
                <p className="truncate px-2 pt-1 font-mono text-2xs text-ink-3" title={row.when}>
                  {row.when}
                </p>
              )}
              <button
                type="button"
                onClick={() => editor.goTo(row.node_id)}
                className="flex h-7 w-full items-center gap-2 rounded-control px-2 text-left hover:bg-sunken"
              >
                <NodeIcon
                  name={editor.catalog.byName(typeOf(graph, row.node_id))?.icon}
                  className="size-3.5 shrink-0 text-ink-3"
                />
                <span className={cn('min-w-0 truncate', row.again && 'text-ink-3')}>
                  {row.label}
                  {row.again && ' (above)'}
                </span>
                {problems.has(row.node_id) && (
                  <span className="ml-auto shrink-0 text-failed text-xs">
                    {countOfProblems(problems.get(row.node_id)?.length ?? 0)}
                  </span>
                )}
              </button>
            </li>
          ))}
        </ol>
      )}
    </>
  )
}

const countOfProblems = (count: number) => (count === 1 ? '1 problem' : `${count} problems`)

const typeOf = (graph: { nodes: readonly { id: string; type: string }[] }, nodeId: string) =>
  graph.nodes.find((node) => node.id === nodeId)?.type ?? ''
