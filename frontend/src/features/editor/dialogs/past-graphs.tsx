/** What the two lists of a workflow's past share: its published versions, and its draft before. */
import type { ComponentProps, ReactNode } from 'react'
import { cn } from '@/shared/lib/cn'
import { LoadMore } from '@/shared/ui/load-more'
import { notify } from '@/shared/ui/toaster'
import type { EditedGraph } from '../document/graph'
import { useEditor } from '../editor-context'
import { replaceGraph } from '../store'
import { placed } from '../use-placed'

type PastGraphsProps = {
  label: string
  query: ComponentProps<typeof LoadMore>['query']
  /** `PastGraph` for each, in list items. */
  items: ReactNode
  /** The chosen one, compared. */
  children: ReactNode
}

/** The list, with what is chosen in it beside. */
export function PastGraphs({ label, query, items, children }: PastGraphsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-[220px_1fr]">
      <div className="max-h-[56vh] overflow-auto">
        <ul aria-label={label} className="flex flex-col gap-1">
          {items}
        </ul>
        <LoadMore query={query} />
      </div>
      {children}
    </div>
  )
}

type PastGraphProps = {
  title: string
  /** At the end of the title's line. */
  mark: ReactNode
  isChosen: boolean
  onChoose: () => void
  children: ReactNode
}

export function PastGraph({ title, mark, isChosen, onChoose, children }: PastGraphProps) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={cn(
        'w-full rounded-control border border-line px-2.5 py-2 text-left hover:border-line-strong',
        isChosen && 'border-accent bg-accent-wash hover:border-accent',
      )}
    >
      <span className="flex items-baseline gap-2">
        <span className="font-medium">{title}</span>
        <span className="ml-auto text-2xs text-ink-2">{mark}</span>
      </span>
      {children}
    </button>
  )
}

/** Makes a graph the draft, as one step that can be undone. */
export function useRestore() {
  const editor = useEditor()
  return async (graph: EditedGraph, words: { step: string; done: string }) => {
    replaceGraph(editor.store, await placed(graph, editor.catalog), words.step)
    notify(words.done, { onUndo: () => editor.undo() })
  }
}
