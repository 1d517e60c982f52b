import { Link } from '@tanstack/react-router'
import { useRunState } from '@/features/run-stream'
import { errorText } from '@/shared/api/error'
import type { RunSummary } from '@/shared/api/types'
import { useSaid } from '@/shared/i18n/language'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadingRows } from '@/shared/ui/skeleton'
import { StatusBadge } from '@/shared/ui/status'
import type { ShownItem } from './use-items'

type ItemPageLinkProps = { run: RunSummary; step?: string }

/** To the page of an item's run; there `step` is chosen. */
function ItemPageLink({ run, step }: ItemPageLinkProps) {
  return (
    <Link
      to="/runs/$runId"
      params={{ runId: run.id }}
      search={{ step }}
      className="whitespace-nowrap rounded-chip underline underline-offset-2"
    >
      {t('Item|of a loop')} #{run.parent_iteration}
    </Link>
  )
}

/** Of a step that is not the run's on whose page it is shown. */
export function ItemOrigin(props: ItemPageLinkProps) {
  return (
    <p className="text-ink-2">
      {t('In a run of its own:')} <ItemPageLink {...props} />
    </p>
  )
}

/** In place of a step of an item whose steps are not known here. */
export function AbsentItem({ item }: { item: ShownItem }) {
  const failure = useFailure(item)
  if (item.run && !item.isFollowed) {
    return (
      <p className="p-4 text-ink-2">
        {t('Too many items go on at a time to follow this one here:')}{' '}
        <ItemPageLink run={item.run} />
      </p>
    )
  }
  return failure ? (
    <ErrorState error={failure} onRetry={item.retry} />
  ) : (
    <LoadingRows rows={6} label={t('Loading the steps of the item')} />
  )
}

/** Why the item's run, or its steps, can't be read. */
function useFailure({ store, error, run }: ShownItem): unknown {
  const failure = useRunState(store, (state) =>
    state.connection === 'failed' ? state.failure : null,
  )
  return failure ?? (run ? null : error)
}

/** Beside the picker of a loop whose items are runs of their own: how the one stands that is shown. */
export function ItemLink({ item }: { item: ShownItem }) {
  const failure = useFailure(item)
  return (
    <span className="flex items-center gap-1.5">
      {item.run && <KnownItem item={item} run={item.run} />}
      {failure ? (
        <NotLoaded failure={failure} onRetry={item.retry} />
      ) : (
        item.run === undefined && (
          <span role="status" className="text-ink-3">
            {t('Loading the steps of the item')}
          </span>
        )
      )}
    </span>
  )
}

function KnownItem({ item, run }: { item: ShownItem; run: RunSummary }) {
  const status = useRunState(item.store, (state) => state.run?.status) ?? run.status
  return (
    <>
      <StatusBadge status={status} />
      <ItemPageLink run={run} />
    </>
  )
}

type NotLoadedProps = { failure: unknown; onRetry: () => void }

function NotLoaded({ failure, onRetry }: NotLoadedProps) {
  const said = useSaid()
  const { title } = errorText(failure, said)
  return (
    <span role="alert" className="flex items-center gap-1.5 text-failed">
      {t('The steps of the item could not be loaded: {title}', { title })}
      <Button size="sm" onClick={onRetry}>
        {t('Try again')}
      </Button>
    </span>
  )
}
