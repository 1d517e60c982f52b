import { useQuery } from '@tanstack/react-query'
import { CircleCheck, Clock, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { QueueRead } from '@/shared/api/types'
import { formatNumber, type PlainText, plural, t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { formatDuration } from '@/shared/lib/format'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { queuesQuery } from './health-queries'

type Look = { icon: LucideIcon; word: PlainText; className: string }

const LOOKS: Readonly<Record<QueueRead['health'], Look>> = {
  ok: { icon: CircleCheck, word: 'Works', className: 'text-succeeded' },
  behind: { icon: Clock, word: 'Behind', className: 'text-retrying' },
  no_worker: { icon: TriangleAlert, word: 'No worker', className: 'text-failed' },
}

/** Task queues, as Temporal sees them now. */
export function QueuePanel() {
  const query = useQuery(queuesQuery)
  return (
    <section aria-labelledby="queues">
      <h2 id="queues" className="font-semibold text-md">
        {t('Queues and workers')}
      </h2>
      <p className="mb-3 text-ink-3">
        {t(
          'Steps wait in queues until a worker takes them. Figures are Temporal’s, and about right.',
        )}
      </p>
      {query.isPending && <LoadingRows rows={3} label={t('Loading queues')} />}
      {query.isError && !query.data && (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      )}
      <ul aria-label={t('Queues')} className="divide-y divide-line rounded-card border border-line">
        {query.data?.items.map((queue) => (
          <QueueRow key={queue.name} queue={queue} />
        ))}
      </ul>
    </section>
  )
}

function QueueRow({ queue }: { queue: QueueRead }) {
  const { icon: Icon, word, className } = LOOKS[queue.health]
  return (
    <li data-queue={queue.name} data-health={queue.health} className="space-y-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className={cn('flex items-center gap-1.5 font-medium', className)}>
          <Icon aria-hidden className="size-4" />
          {t(word)}
        </span>
        <h3 className="font-mono font-medium">{queue.name}</h3>
        <span className="num ml-auto text-ink-2">
          {plural(queue.worker_count, '{count} worker', '{count} workers')}
        </span>
      </div>
      <p className="num flex flex-wrap gap-x-4 text-ink-2">
        <span>
          {queue.backlog === 0
            ? t('Nothing waits')
            : t('{backlog} wait', { backlog: queue.backlog })}
        </span>
        {queue.backlog > 0 && (
          <span>
            {t('the oldest for {duration}', { duration: formatDuration(queue.oldest_s * 1_000) })}
          </span>
        )}
        <span>
          {t('{added} added and {taken} taken a second', {
            added: formatNumber(queue.added_per_s, 1),
            taken: formatNumber(queue.taken_per_s, 1),
          })}
        </span>
      </p>
      {queue.health === 'no_worker' && (
        <p className="text-failed">
          {t('Nothing of this queue goes on until a worker that serves it is started.')}
        </p>
      )}
      {queue.node_types.length > 0 && (
        <p className="break-words font-mono text-ink-3 text-xs">{queue.node_types.join(', ')}</p>
      )}
      <Workers queue={queue} />
    </li>
  )
}

function Workers({ queue }: { queue: QueueRead }) {
  if (queue.workers.length === 0) return null
  return (
    <ul aria-label={t('Workers of {name}', { name: queue.name })} className="text-ink-3 text-xs">
      {queue.workers.map((worker) => (
        <li key={worker.identity} className="flex flex-wrap gap-x-3">
          <span className="font-mono">{worker.identity}</span>
          {worker.build_id && <span className="font-mono">{worker.build_id}</span>}
          {worker.last_seen_at && (
            <span>
              {t('asked for work')} <Ago at={worker.last_seen_at} className="num" />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
