import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BellOff, Settings } from 'lucide-react'
import type { NotificationRead } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { notifyError } from '@/shared/ui/toaster'
import { headline, placeOf, subline } from './notification-words'
import {
  markAllRead,
  markRead,
  notificationsKey,
  notificationsQuery,
} from './notifications-queries'

type NotificationListProps = { unread: number; onLeave: () => void }

/** What the bell opens. */
export function NotificationList({ unread, onLeave }: NotificationListProps) {
  const queryClient = useQueryClient()
  const readAll = useMutation({
    mutationFn: markAllRead,
    onError: (error) => notifyError(t('They could not be marked as read'), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: notificationsKey }),
  })
  return (
    <>
      <header className="flex min-h-11 items-center gap-1 border-line border-b py-1 pr-1.5 pl-4">
        <h2 className="flex-1 font-semibold text-md">{t('Notifications')}</h2>
        {unread > 0 && (
          <Button
            size="sm"
            variant="ghost"
            loading={readAll.isPending}
            onClick={() => readAll.mutate()}
          >
            {t('Mark all as read')}
          </Button>
        )}
        <Button asChild size="icon-sm" variant="ghost">
          <Link
            to="/settings/notifications"
            aria-label={t('Notification settings')}
            title={t('Notification settings')}
            onClick={onLeave}
          >
            <Settings aria-hidden />
          </Link>
        </Button>
      </header>
      <div className="min-h-0 overflow-y-auto">
        <Entries onLeave={onLeave} />
      </div>
    </>
  )
}

function Entries({ onLeave }: { onLeave: () => void }) {
  const query = useInfiniteQuery(notificationsQuery)
  if (query.isPending) return <LoadingRows rows={4} label={t('Loading notifications')} />
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  const entries = query.data.pages.flatMap((page) => page.items)
  if (entries.length === 0)
    return (
      <EmptyState icon={BellOff} title={t('Nothing has happened that you are told of.')}>
        {t('Runs that fail, approvals for you and alerts show up here.')}
      </EmptyState>
    )
  return (
    <>
      <ul className="divide-y divide-line">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} onLeave={onLeave} />
        ))}
      </ul>
      <LoadMore query={query} />
    </>
  )
}

function Entry({ entry, onLeave }: { entry: NotificationRead; onLeave: () => void }) {
  const queryClient = useQueryClient()
  const read = useMutation({
    mutationFn: () => markRead(entry.id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: notificationsKey }),
  })
  const isNew = entry.read_at === null
  const why = subline(entry.type, entry.data)
  return (
    <li className="relative flex gap-2.5 px-4 py-2.5 hover:bg-sunken">
      <span
        aria-hidden
        className={cn('mt-1.5 size-2 shrink-0 rounded-full', isNew ? 'bg-accent' : 'bg-line')}
      />
      <div className="min-w-0 flex-1">
        <Link
          {...placeOf(entry.type, entry.data)}
          onClick={() => {
            if (isNew) read.mutate()
            onLeave()
          }}
          className={cn(
            'block break-words outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2',
            isNew && 'font-medium',
          )}
        >
          {isNew && <span className="sr-only">{t('New:')} </span>}
          {headline(entry.type, entry.data)}
        </Link>
        {why && <p className="line-clamp-2 break-words text-ink-2 text-xs">{why}</p>}
        <p className="text-ink-3 text-xs">
          <Ago at={entry.at} />
          {entry.count > 1 && ` · ${plural(entry.count, '{count} time', '{count} times')}`}
        </p>
      </div>
    </li>
  )
}
