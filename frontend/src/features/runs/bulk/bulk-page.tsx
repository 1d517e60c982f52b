import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Layers, Square } from 'lucide-react'
import type { BulkRead } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { shortId } from '@/shared/lib/short-id'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { StatusBadge } from '@/shared/ui/status'
import { Ago } from '@/shared/ui/time'
import { notify, notifyError } from '@/shared/ui/toaster'
import { RunsFrame } from '../runs-frame'
import { BULK, bulkTitle, isUnderWay, shareOf } from './bulk'
import { bulkActionsQuery, bulkKey, cancelBulk } from './bulk-queries'

/** What was done to many runs at once, and how far it is. */
export function BulkPage() {
  return (
    <RunsFrame title={t('Bulk actions')}>
      <BulkList />
    </RunsFrame>
  )
}

function BulkList() {
  const query = useInfiniteQuery(bulkActionsQuery)
  if (query.isPending) return <LoadingRows rows={5} label={t('Loading bulk actions')} />
  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  }
  const actions = query.data.pages.flatMap((page) => page.items)
  if (actions.length === 0) {
    return (
      <EmptyState icon={Layers} title={t('Nothing was done to many runs yet.')}>
        {t('Choose runs in the list, or filter them, and say what is to be done to all of them.')}
      </EmptyState>
    )
  }
  return (
    <>
      <ul aria-label={t('Bulk actions')} className="divide-y divide-line">
        {actions.map((action) => (
          <BulkRow key={action.id} action={action} />
        ))}
      </ul>
      <LoadMore query={query} />
    </>
  )
}

function BulkRow({ action }: { action: BulkRead }) {
  const queryClient = useQueryClient()
  const stop = useMutation({
    mutationFn: () => cancelBulk(action.id),
    onSuccess: () => notify(t('Stopped: the other runs are left alone')),
    onError: (error) => notifyError(t('The bulk action could not be stopped'), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: bulkKey }),
  })
  const words = BULK[action.action]
  const goesOn = isUnderWay(action)
  return (
    <li data-bulk={action.status} className="space-y-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-3">
        <StatusBadge status={action.status} />
        <span className="font-medium">
          {bulkTitle(goesOn ? words.verb : words.past, action.total)}
        </span>
        <span className="num text-ink-2">
          {t('{done} done', { done: action.done })}
          {action.refused > 0 && t(', {refused} refused', { refused: action.refused })}
        </span>
        <span className="num ml-auto text-ink-3">
          <Ago at={action.created_at} />
        </span>
        {goesOn && (
          <Button
            needs="run"
            size="sm"
            variant="danger"
            loading={stop.isPending}
            onClick={() => stop.mutate()}
          >
            <Square aria-hidden />
            {t('Stop')}
          </Button>
        )}
      </div>
      {goesOn && (
        <div
          role="progressbar"
          aria-label={bulkTitle(words.verb, action.total)}
          aria-valuemin={0}
          aria-valuemax={action.total}
          aria-valuenow={action.done + action.refused}
          className="h-1.5 overflow-hidden rounded-chip bg-sunken"
        >
          <div className="h-full bg-running" style={{ width: `${shareOf(action) * 100}%` }} />
        </div>
      )}
      {action.refusals.length > 0 && <Refusals action={action} />}
    </li>
  )
}

function Refusals({ action }: { action: BulkRead }) {
  return (
    <details>
      <summary className="text-ink-2">
        {t('Why {count}', {
          count: plural(action.refused, '{count} run was refused', '{count} runs were refused'),
        })}
      </summary>
      <ul className="mt-1.5 space-y-1">
        {action.refusals.map(({ run_id: runId, reason }) => (
          <li key={runId} className="flex gap-3">
            <Link
              to="/runs/$runId"
              params={{ runId }}
              className="shrink-0 rounded-chip font-mono text-xs underline underline-offset-2"
            >
              {shortId(runId)}
            </Link>
            <span className="break-words text-ink-2">{reason}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
