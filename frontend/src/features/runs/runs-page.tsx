import { useInfiniteQuery } from '@tanstack/react-query'
import { ListVideo, SearchX } from 'lucide-react'
import type { RunSummary } from '@/shared/api/types'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { Page } from '@/shared/ui/page'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Th } from '@/shared/ui/table'
import { RunFilterBar } from './run-filter-bar'
import { hasFilters, type RunFilters } from './run-filters'
import { RunRow } from './run-row'
import { runsQuery } from './runs-queries'

type RunsPageProps = {
  filters: RunFilters
  onFilters: (filters: RunFilters) => void
}

export function RunsPage({ filters, onFilters }: RunsPageProps) {
  return (
    <Page title="Runs">
      <RunFilterBar filters={filters} onFilters={onFilters} />
      <RunList filters={filters} onFilters={onFilters} />
    </Page>
  )
}

function RunList({ filters, onFilters }: RunsPageProps) {
  const query = useInfiniteQuery(runsQuery(filters))
  if (query.isPending) return <LoadingRows rows={10} label="Loading runs" />
  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  }
  const runs = query.data.pages.flatMap((page) => page.items)
  if (runs.length === 0) {
    return hasFilters(filters) ? (
      <EmptyState
        icon={SearchX}
        title="No run fits these filters."
        action={<Button onClick={() => onFilters({})}>Clear the filters</Button>}
      />
    ) : (
      <EmptyState icon={ListVideo} title="Nothing has run yet.">
        Open a workflow and press Run: each run shows up here as it happens.
      </EmptyState>
    )
  }
  return (
    <>
      <RunTable runs={runs} />
      <LoadMore query={query} />
    </>
  )
}

function RunTable({ runs }: { runs: readonly RunSummary[] }) {
  return (
    <Table aria-label="Runs">
      <thead>
        <tr>
          <Th>Status</Th>
          <Th className="w-full">Workflow</Th>
          <Th className="hidden sm:table-cell">Version</Th>
          <Th className="hidden text-right sm:table-cell">Duration</Th>
          <Th>Started</Th>
          <Th className="hidden wide:table-cell">Run</Th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </tbody>
    </Table>
  )
}
