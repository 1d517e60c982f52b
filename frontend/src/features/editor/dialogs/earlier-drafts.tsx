import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { EarlierSummary } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { formatTime } from '@/shared/lib/format'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { earlierDraftQuery, earlierDraftsQuery } from '../api'
import { readGraph } from '../document/graph'
import { useEditor, useEditorState } from '../editor-context'
import { GraphDifference } from './graph-difference'
import { PastGraph, PastGraphs, useRestore } from './past-graphs'

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
    <PastGraphs
      label={t('Earlier drafts')}
      query={query}
      items={drafts.map((each) => (
        <li key={each.revision}>
          <PastGraph
            title={formatTime(each.saved_at)}
            mark={plural(each.nodes, '{count} step', '{count} steps')}
            isChosen={each === draft}
            onChoose={() => setChosen(each.revision)}
          >
            <span className="block truncate text-ink-2 text-xs">
              <Ago at={each.saved_at} /> · {each.saved_by ?? t('unknown')}
            </span>
          </PastGraph>
        </li>
      ))}
    >
      <Compared key={draft.revision} draft={draft} onClose={onClose} />
    </PastGraphs>
  )
}

type ComparedProps = { draft: EarlierSummary; onClose: () => void }

function Compared({ draft, onClose }: ComparedProps) {
  const editor = useEditor()
  const restoreGraph = useRestore()
  const now = useEditorState((state) => state.graph)
  const query = useQuery(earlierDraftQuery(editor.workflowId, draft.revision))
  const graph = useMemo(() => query.data && readGraph(query.data.graph), [query.data])
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  if (!graph) return <LoadingRows rows={4} label={t('Comparing')} />
  const time = formatTime(draft.saved_at)
  const restore = async () => {
    await restoreGraph(graph, {
      step: t('Restore the draft of {time}', { time }),
      done: t('The draft is as it was on {time}', { time }),
    })
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
