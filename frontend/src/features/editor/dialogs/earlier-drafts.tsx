import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { EarlierSummary } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { formatTime } from '@/shared/lib/format'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { notify } from '@/shared/ui/toaster'
import { earlierDraftQuery, earlierDraftsQuery } from '../api'
import { readGraph } from '../document/graph'
import { useEditor, useEditorState } from '../editor-context'
import { replaceGraph } from '../store'
import { placed } from '../use-placed'
import { GraphDifference } from './graph-difference'

/** What the draft was before, as the server has kept it; each against the draft as it is now. */
export function EarlierDrafts({ onClose }: { onClose: () => void }) {
  const editor = useEditor()
  const query = useInfiniteQuery(earlierDraftsQuery(editor.workflowId))
  const [chosen, setChosen] = useState<number | null>(null)
  if (query.isPending) return <LoadingRows rows={4} label={t('Loading the earlier drafts')} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  const drafts = query.data.pages.flatMap((page) => page.items)
  const draft = drafts.find(({ revision }) => revision === chosen) ?? drafts[0]
  if (!draft) {
    return (
      <EmptyState icon={RotateCcw} title={t('Nothing earlier is kept yet.')}>
        {t('While you draw, what the draft was is kept every few minutes, for thirty days.')}
      </EmptyState>
    )
  }
  return (
    <div className="grid gap-4 sm:grid-cols-[220px_1fr]">
      <div className="max-h-[56vh] overflow-auto">
        <ul aria-label={t('Earlier drafts')} className="flex flex-col gap-1">
          {drafts.map((each) => (
            <EarlierItem
              key={each.revision}
              draft={each}
              isChosen={each === draft}
              onChoose={() => setChosen(each.revision)}
            />
          ))}
        </ul>
        <LoadMore query={query} />
      </div>
      <Compared key={draft.revision} draft={draft} onClose={onClose} />
    </div>
  )
}

type EarlierItemProps = { draft: EarlierSummary; isChosen: boolean; onChoose: () => void }

function EarlierItem({ draft, isChosen, onChoose }: EarlierItemProps) {
  return (
    <li>
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
          <span className="font-medium">{formatTime(draft.saved_at)}</span>
          <span className="ml-auto text-2xs text-ink-2">
            {plural(draft.nodes, '{count} step', '{count} steps')}
          </span>
        </span>
        <span className="block truncate text-ink-2 text-xs">
          <Ago at={draft.saved_at} /> · {draft.saved_by ?? t('unknown')}
        </span>
      </button>
    </li>
  )
}

type ComparedProps = { draft: EarlierSummary; onClose: () => void }

function Compared({ draft, onClose }: ComparedProps) {
  const editor = useEditor()
  const now = useEditorState((state) => state.graph)
  const query = useQuery(earlierDraftQuery(editor.workflowId, draft.revision))
  const graph = useMemo(() => query.data && readGraph(query.data.graph), [query.data])
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  if (!graph) return <LoadingRows rows={4} label={t('Comparing')} />
  const time = formatTime(draft.saved_at)
  const restore = async () => {
    const restored = await placed(graph, editor.catalog)
    replaceGraph(editor.store, restored, t('Restore the draft of {time}', { time }))
    notify(t('The draft is as it was on {time}', { time }), { onUndo: () => editor.undo() })
    onClose()
  }
  return (
    <section aria-label={t('What differs')} className="min-w-0">
      <div className="mb-2 flex items-center gap-2">
        <span>{t('Compared with the draft as it is now')}</span>
        <Button size="sm" needs="edit" onClick={restore} className="ml-auto">
          <RotateCcw aria-hidden /> {t('Restore as draft')}
        </Button>
      </div>
      <GraphDifference before={graph} after={now} />
    </section>
  )
}
