import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { RunBadges, type RunFilters, runsQuery } from '@/features/runs'
import type { DataSetRead, RunSummary } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { shortId } from '@/shared/lib/short-id'
import { useSubmit } from '@/shared/lib/use-submit'
import { Checkbox } from '@/shared/ui/checkbox'
import { ErrorState } from '@/shared/ui/error-state'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { notify } from '@/shared/ui/toaster'
import { addRuns, dataSetsKey } from './evaluations-queries'

/** At a time, as the API has it. */
const MOST = 200

type PastRunsDialogProps = { dataSet: DataSetRead; onClose: () => void }

/** Chooses runs that succeeded: what they answered is what is expected. */
export function PastRunsDialog({ dataSet, onClose }: PastRunsDialogProps) {
  const queryClient = useQueryClient()
  const [narrowed, setNarrowed] = useState<RunFilters>({})
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const { busy, error, submit } = useSubmit(onClose)
  const onSubmit = () =>
    submit(async () => {
      const count = await addRuns(dataSet.id, [...chosen])
      await queryClient.invalidateQueries({ queryKey: [...dataSetsKey, dataSet.id] })
      notify(plural(count, '{count} case added', '{count} cases added'))
    })
  return (
    <FormDialog
      size="md"
      title={t('Take past runs')}
      description={t('What each was given is a case’s input, and what it answered is expected.')}
      action={plural(chosen.size, 'Add {count} run', 'Add {count} runs')}
      busy={busy}
      error={error}
      disabled={chosen.size === 0 || chosen.size > MOST}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <Filters filters={narrowed} onFilters={setNarrowed} />
      <RunList
        filters={{ ...narrowed, workflow: dataSet.workflow_id, status: ['succeeded'] }}
        chosen={chosen}
        onChosen={setChosen}
      />
    </FormDialog>
  )
}

type FiltersProps = { filters: RunFilters; onFilters: (filters: RunFilters) => void }

function Filters({ filters, onFilters }: FiltersProps) {
  const day = (text: string) => (text ? new Date(`${text}T00:00:00`).toISOString() : undefined)
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Field label={t('Business key')}>
        {(wiring) => (
          <Input
            {...wiring}
            value={filters.key ?? ''}
            onChange={(event) => onFilters({ ...filters, key: event.target.value || undefined })}
          />
        )}
      </Field>
      <Field label={t('Version')}>
        {(wiring) => (
          <Input
            {...wiring}
            type="number"
            min={1}
            value={filters.version ?? ''}
            onChange={(event) =>
              onFilters({
                ...filters,
                version: Number.parseInt(event.target.value, 10) || undefined,
              })
            }
          />
        )}
      </Field>
      <Field label={t('Since')}>
        {(wiring) => (
          <Input
            {...wiring}
            type="date"
            onChange={(event) => onFilters({ ...filters, since: day(event.target.value) })}
          />
        )}
      </Field>
    </div>
  )
}

type RunListProps = {
  filters: RunFilters
  chosen: ReadonlySet<string>
  onChosen: (chosen: ReadonlySet<string>) => void
}

function RunList({ filters, chosen, onChosen }: RunListProps) {
  const allId = useId()
  const query = useInfiniteQuery(runsQuery(filters))
  if (query.isPending) return <LoadingRows rows={5} label={t('Loading runs')} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  const runs = query.data.pages.flatMap((page) => page.items)
  if (runs.length === 0) return <p className="text-ink-2">{t('No run succeeded that fits.')}</p>
  const all = runs.every(({ id }) => chosen.has(id))
  const toggle = (ids: readonly string[], takes: boolean) => {
    const next = new Set(chosen)
    for (const id of ids) takes ? next.add(id) : next.delete(id)
    onChosen(next)
  }
  return (
    <div>
      <label htmlFor={allId} className="flex items-center gap-2 py-1.5 text-ink-2">
        <Checkbox
          id={allId}
          checked={all}
          onCheckedChange={() =>
            toggle(
              runs.map(({ id }) => id),
              !all,
            )
          }
        />
        {t('All that are shown')}
      </label>
      <ul aria-label={t('Runs')} className="max-h-80 divide-y divide-line overflow-auto">
        {runs.map((run) => (
          <RunItem
            key={run.id}
            run={run}
            chosen={chosen.has(run.id)}
            onChosen={(takes) => toggle([run.id], takes)}
          />
        ))}
        <LoadMore query={query} />
      </ul>
    </div>
  )
}

type RunItemProps = { run: RunSummary; chosen: boolean; onChosen: (takes: boolean) => void }

function RunItem({ run, chosen, onChosen }: RunItemProps) {
  const id = useId()
  return (
    <li>
      <label htmlFor={id} className="flex items-center gap-2 py-1.5">
        <Checkbox id={id} checked={chosen} onCheckedChange={(takes) => onChosen(takes === true)} />
        <span className="font-mono text-xs">{shortId(run.id)}</span>
        <RunBadges run={run} />
        <span className="min-w-0 flex-1 truncate font-mono text-ink-2 text-xs">{run.key}</span>
        <span className="num text-ink-3 text-xs">
          <Ago at={run.created_at} />
        </span>
      </label>
    </li>
  )
}
