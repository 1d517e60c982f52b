import { useInfiniteQuery } from '@tanstack/react-query'
import { ChevronDown, ListVideo } from 'lucide-react'
import { useState } from 'react'
import { type RunFilters, runsQuery } from '@/features/runs'
import { Said } from '@/shared/i18n/said'
import { t } from '@/shared/i18n/texts'
import { shortId } from '@/shared/lib/short-id'
import { RUN_STATUSES, STATUS_LOOKS } from '@/shared/lib/status'
import { useDebounced } from '@/shared/lib/use-debounced'
import { CommandDialog, CommandItem } from '@/shared/ui/command'
import { ErrorState } from '@/shared/ui/error-state'
import { StatusBadge } from '@/shared/ui/status'
import { Ago } from '@/shared/ui/time'
import { useEditor } from '../editor-context'
import type { Trials } from '../trials'

type PastRunsSheetProps = { trials: Trials; onClose: () => void }

/** Runs of this workflow: the chosen one comes onto the canvas. */
export function PastRunsSheet({ trials, onClose }: PastRunsSheetProps) {
  const editor = useEditor()
  const [search, setSearch] = useState('')
  const settled = useDebounced(search.trim())
  const query = useInfiniteQuery({
    ...runsQuery({ workflow: editor.workflowId, ...fitting(settled) }),
    // A run that has just ended is among them.
    staleTime: 0,
  })
  const { data, isPending, error, refetch } = query
  const runs = data?.pages.flatMap((page) => page.items) ?? []
  const empty = isPending
    ? t('Loading the runs…')
    : error
      ? t('The runs were not loaded.')
      : t('This workflow has not run yet')
  return (
    <CommandDialog
      open
      onOpenChange={(open) => !open && onClose()}
      label={t('Load a past run')}
      placeholder={runs.length > 0 || search ? t('Search by id, status or error') : empty}
      search={search}
      onSearch={setSearch}
      filter={false}
    >
      {error && !data && <ErrorState error={error} onRetry={() => refetch()} />}
      {runs.map((run) => (
        <CommandItem
          key={run.id}
          value={run.id}
          icon={ListVideo}
          aside={<StatusBadge status={run.status} />}
          onSelect={() => {
            onClose()
            trials.load(run.id)
          }}
        >
          <span className="font-mono text-xs">{shortId(run.id)}</span>
          <span className="ml-2 text-ink-3 text-xs">
            <Ago at={run.created_at} />
            {run.error && (
              <>
                {' '}
                · <Said>{run.error.message}</Said>
              </>
            )}
          </span>
        </CommandItem>
      ))}
      {query.hasNextPage && (
        <CommandItem
          value="more"
          icon={ChevronDown}
          onSelect={() => !query.isFetchingNextPage && query.fetchNextPage()}
        >
          {t('Load more')}
        </CommandItem>
      )}
    </CommandDialog>
  )
}

/** What the field can hold: how an id begins, a status, or a part of an error. */
function fitting(search: string): RunFilters {
  if (!search) return {}
  if (/^[0-9a-f]{8}[0-9a-f-]*$/i.test(search)) return { search }
  const typed = search.toLowerCase()
  const status = RUN_STATUSES.filter((each) =>
    [each, t(STATUS_LOOKS[each].word)].some((word) => word.toLowerCase().startsWith(typed)),
  )
  return status.length > 0 ? { status } : { error: search }
}
