import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Ellipsis, Plus, Siren } from 'lucide-react'
import { useState } from 'react'
import type { AlertRead } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { IconButton } from '@/shared/ui/icon-button'
import { LoadMore } from '@/shared/ui/load-more'
import { Menu } from '@/shared/ui/menu'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notify, notifyError } from '@/shared/ui/toaster'
import { AlertDialog } from './alert-dialog'
import { amount, METRIC_WORDS } from './notification-words'
import { alertsKey, alertsQuery, deleteAlert, holdAlert } from './notifications-queries'

/** Limits of workflows, and which of them are passed. */
export function AlertsPart() {
  const [editing, setEditing] = useState<AlertRead | 'new' | null>(null)
  return (
    <section aria-labelledby="alert-rules">
      <div className="mb-3 flex items-start justify-between gap-4">
        <div>
          <h2 id="alert-rules" className="font-semibold text-md">
            {t('Alert rules')}
          </h2>
          <p className="text-ink-2">
            {t('A workflow beyond its limit raises an alert, which is told like any event.')}
          </p>
        </div>
        <Button needs="edit" variant="primary" onClick={() => setEditing('new')}>
          <Plus aria-hidden />
          {t('New alert rule')}
        </Button>
      </div>
      <AlertList onNew={() => setEditing('new')} onEdit={setEditing} />
      {editing && (
        <AlertDialog
          alert={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </section>
  )
}

type AlertListProps = { onNew: () => void; onEdit: (alert: AlertRead) => void }

function AlertList({ onNew, onEdit }: AlertListProps) {
  const query = useInfiniteQuery(alertsQuery)
  if (query.isPending) return <LoadingRows rows={2} label={t('Loading alert rules')} />
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  const alerts = query.data.pages.flatMap((page) => page.items)
  if (alerts.length === 0)
    return (
      <EmptyState
        icon={Siren}
        title={t('No workflow has a limit yet.')}
        action={
          <Button needs="edit" onClick={onNew}>
            {t('New alert rule')}
          </Button>
        }
      >
        {t('For its failure rate, its duration, or how long its runs wait.')}
      </EmptyState>
    )
  return (
    <>
      <ul className="divide-y divide-line rounded-card border border-line bg-raised">
        {alerts.map((alert) => (
          <AlertRow key={alert.id} alert={alert} onEdit={() => onEdit(alert)} />
        ))}
      </ul>
      <LoadMore query={query} />
    </>
  )
}

type AlertRowProps = { alert: AlertRead; onEdit: () => void }

function AlertRow({ alert, onEdit }: AlertRowProps) {
  const [deleting, setDeleting] = useState(false)
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries({ queryKey: alertsKey })
  const onError = (error: unknown) => notifyError(t('That did not work'), error)
  const hold = useMutation({ mutationFn: () => holdAlert(alert), onError, onSettled })
  const remove = useMutation({
    mutationFn: () => deleteAlert(alert.id),
    onSuccess: () => notify(t('Deleted “{name}”', { name: alert.name })),
    onError,
    onSettled,
  })
  return (
    <li className="flex min-h-14 items-center gap-3 px-4 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium">{alert.name}</span>
          <AlertBadge alert={alert} />
        </p>
        <p className="break-words text-ink-3 text-xs">{standing(alert)}</p>
      </div>
      <Menu
        trigger={
          <IconButton
            icon={Ellipsis}
            size="icon-sm"
            label={t('More about {name}', { name: alert.name })}
          />
        }
        items={[
          { label: t('Change'), onSelect: onEdit },
          { label: alert.paused ? t('Resume') : t('Pause'), onSelect: () => hold.mutate() },
          'separator',
          { label: t('Delete'), danger: true, onSelect: () => setDeleting(true) },
        ]}
      />
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={t('Delete “{name}”?', { name: alert.name })}
        action={t('Delete')}
        danger
        onConfirm={() => remove.mutate()}
      >
        {t('The workflow is no longer measured against it.')}
      </ConfirmDialog>
    </li>
  )
}

function AlertBadge({ alert }: { alert: AlertRead }) {
  if (alert.paused) return <Badge>{t('Paused')}</Badge>
  if (alert.is_raised) return <Badge className="bg-failed-wash text-failed">{t('Raised')}</Badge>
  return null
}

/** `Order triage · Failure rate 12% of 40 runs, limit 20%`. */
function standing(alert: AlertRead): string {
  const metric = t(METRIC_WORDS[alert.metric])
  const limit = t('limit {limit}', { limit: amount(alert.metric, alert.threshold) })
  const value =
    alert.value === null
      ? t('too few runs')
      : `${amount(alert.metric, alert.value)} (${plural(alert.runs, '{count} run', '{count} runs')})`
  return `${alert.workflow_name} · ${metric}: ${value}, ${limit}`
}
