import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ListVideo, SearchX } from 'lucide-react'
import { useState } from 'react'
import type { RunSummary } from '@/shared/api/types'
import { Button } from '@/shared/ui/button'
import { Checkbox } from '@/shared/ui/checkbox'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Th } from '@/shared/ui/table'
import { BulkBar } from './bulk/bulk-bar'
import { RunFilterBar } from './run-filter-bar'
import { hasFilters, type RunFilters } from './run-filters'
import { RunRow } from './run-row'
import { RunsFrame } from './runs-frame'
import { runsQuery } from './runs-queries'

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
    <RunsFrame title="Runs">
      <RunFilterBar filters={filters} onFilters={onFilters}>
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

type Selection = {
  /** Ids. */
  chosen: ReadonlySet<string>
  onChosen: (chosen: ReadonlySet<string>) => void
}

function RunList({ filters, onFilters, ...select }: RunsPageProps & Selection) {
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
      <RunTable runs={runs} {...select} />
      <LoadMore query={query} />
    </>
  )
}

type RunTableProps = Selection & { runs: readonly RunSummary[] }

function RunTable({ runs, chosen, onChosen }: RunTableProps) {
  const all = runs.every((run) => chosen.has(run.id))
  const some = !all && runs.some((run) => chosen.has(run.id))
  return (
    <Table aria-label="Runs">
      <thead>
        <tr>
          <Th className="w-10 pr-0">
            <Checkbox
              aria-label="Choose all runs shown"
              checked={some ? 'indeterminate' : all}
              onCheckedChange={() => onChosen(all ? NONE : new Set(runs.map((run) => run.id)))}
              className="align-middle"
            />
          </Th>
          <Th>Status</Th>
          <Th className="w-full">Workflow</Th>
          <Th className="hidden sm:table-cell">Version</Th>
          <Th className="hidden wide:table-cell">Key</Th>
          <Th className="hidden text-right sm:table-cell">Duration</Th>
          <Th>Started</Th>
          <Th className="hidden wide:table-cell">Run</Th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow
            key={run.id}
            run={run}
            chosen={chosen.has(run.id)}
            onChosen={(isChosen) => onChosen(withRun(chosen, run.id, isChosen))}
          />
        ))}
      </tbody>
    </Table>
  )
}

function withRun(chosen: ReadonlySet<string>, runId: string, isChosen: boolean) {
  const next = new Set(chosen)
  if (isChosen) next.add(runId)
  else next.delete(runId)
  return next
}
