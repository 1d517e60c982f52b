import { Link, useNavigate } from '@tanstack/react-router'
import { ListVideo, SearchX } from 'lucide-react'
import { useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { BulkBar } from './bulk/bulk-bar'
import { RunFilterBar } from './run-filter-bar'
import { hasFilters, type RunFilters } from './run-filters'
import { RunTable, type Selection } from './run-table'
import { RunsFrame } from './runs-frame'
import { SavedFilters } from './saved/saved-filters'
import { useLiveRuns } from './use-live-runs'

type RunsPageProps = {
  filters: RunFilters
  onFilters: (filters: RunFilters) => void
}

const NONE: ReadonlySet<string> = new Set()

export function RunsPage({ filters, onFilters: filter }: RunsPageProps) {
  const [chosen, setChosen] = useState(NONE)
  const onFilters = (next: RunFilters) => {
    // Nothing is done to runs that are out of sight.
    setChosen(NONE)
    filter(next)
  }
  const navigate = useNavigate()
  const select = { chosen, onChosen: setChosen }
  return (
    <RunsFrame title={t('Runs')}>
      <RunFilterBar filters={filters} onFilters={onFilters}>
        <SavedFilters filters={filters} onFilters={onFilters} />
        <BulkBar
          filters={filters}
          {...select}
          onStarted={() => navigate({ to: '/bulk-actions' })}
        />
      </RunFilterBar>
      <RunList filters={filters} onFilters={onFilters} {...select} />
    </RunsFrame>
  )
}

function RunList({ filters, onFilters, ...select }: RunsPageProps & Selection) {
  const { query, runs, onShown } = useLiveRuns(filters)
  if (query.isPending) return <LoadingRows rows={10} label={t('Loading runs')} />
  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  }
  if (runs.length === 0) {
    return hasFilters(filters) ? (
      <EmptyState
        icon={SearchX}
        title={t('No run fits these filters.')}
        action={<Button onClick={() => onFilters({})}>{t('Clear the filters')}</Button>}
      />
    ) : (
      <EmptyState
        icon={ListVideo}
        title={t('Nothing has run yet.')}
        action={
          <Button asChild>
            <Link to="/workflows">{t('Open a workflow')}</Link>
          </Button>
        }
      >
        {t('Open a workflow and press Run: each run shows up here as it happens.')}
      </EmptyState>
    )
  }
  return (
    <>
      <RunTable
        {...select}
        runs={runs}
        onShown={onShown}
        hasMore={query.hasNextPage}
        onMore={() => {
          if (!query.isFetchingNextPage && !query.isFetchNextPageError) query.fetchNextPage()
        }}
      />
      <LoadMore query={query} />
    </>
  )
}
