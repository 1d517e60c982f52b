import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Archive, Plus, SearchX, Workflow } from 'lucide-react'
import { useState } from 'react'
import type { WorkflowSummary } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { narrows, type WorkflowFilters } from './list-filters'
import { type Asked, RowDialogs } from './row-dialogs'
import { useCreateExample } from './use-workflow-actions'
import { WorkflowTable } from './workflow-table'

type Pages = { pages: { items: WorkflowSummary[] }[] }

type WorkflowListProps = {
  query: UseInfiniteQueryResult<Pages>
  filters: WorkflowFilters
  chosen: ReadonlySet<string>
  onChosen: (chosen: ReadonlySet<string>) => void
  onClear: () => void
  onCreate: () => void
}

export function WorkflowList({ query, chosen, onChosen, ...empty }: WorkflowListProps) {
  const [asked, setAsked] = useState<Asked | null>(null)
  if (query.isPending) return <LoadingRows label={t('Loading workflows')} />
  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  }
  const workflows = query.data.pages.flatMap((page) => page.items)
  if (workflows.length === 0) return <NoWorkflows {...empty} />
  return (
    <>
      <WorkflowTable workflows={workflows} chosen={chosen} onChosen={onChosen} onAsk={setAsked} />
      <LoadMore query={query} />
      {asked && <RowDialogs asked={asked} onClose={() => setAsked(null)} />}
    </>
  )
}

type NoWorkflowsProps = Pick<WorkflowListProps, 'filters' | 'onClear' | 'onCreate'>

function NoWorkflows({ filters, onClear, onCreate }: NoWorkflowsProps) {
  if (narrows(filters)) {
    return (
      <EmptyState
        icon={SearchX}
        title={
          filters.search
            ? t('No workflow is called “{search}”.', { search: filters.search })
            : t('No workflow is here.')
        }
        action={<Button onClick={onClear}>{t('Show all')}</Button>}
      />
    )
  }
  if (filters.archived) return <EmptyState icon={Archive} title={t('Nothing is archived.')} />
  return <FirstWorkflow onCreate={onCreate} />
}

function FirstWorkflow({ onCreate }: Pick<WorkflowListProps, 'onCreate'>) {
  const { createExample, isPending } = useCreateExample()
  return (
    <EmptyState
      icon={Workflow}
      title={t('Draw your first workflow.')}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button needs="edit" onClick={createExample} loading={isPending}>
            {t('Open an example')}
          </Button>
          <Button asChild>
            <Link to="/templates">{t('Choose a template')}</Link>
          </Button>
          <Button needs="edit" variant="primary" onClick={onCreate}>
            <Plus aria-hidden />
            {t('New workflow')}
          </Button>
        </div>
      }
    >
      {t(
        'A workflow is a graph of steps that finishes even when machines fail. The example greets by the hour: read it, run it, change it.',
      )}
    </EmptyState>
  )
}
