import { useInfiniteQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import type { DeliveryRead, RuleRead } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { Badge } from '@/shared/ui/badge'
import { Dialog } from '@/shared/ui/dialog'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { DELIVERY_WORDS, eventWords } from './notification-words'
import { deliveriesQuery } from './notifications-queries'

type DeliveriesDialogProps = { rule: RuleRead; onClose: () => void }

/** What became of a rule's messages. */
export function DeliveriesDialog({ rule, onClose }: DeliveriesDialogProps) {
  return (
    <Dialog
      open
      size="md"
      onOpenChange={(open) => !open && onClose()}
      title={t('Messages of “{name}”', { name: rule.name })}
      description={t('Kept for 30 days.')}
    >
      <Deliveries ruleId={rule.id} />
    </Dialog>
  )
}

function Deliveries({ ruleId }: { ruleId: string }) {
  const query = useInfiniteQuery(deliveriesQuery(ruleId))
  if (query.isPending) return <LoadingRows rows={4} label={t('Loading messages')} />
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  const deliveries = query.data.pages.flatMap((page) => page.items)
  if (deliveries.length === 0)
    return <EmptyState icon={History} title={t('No message was sent by this rule yet.')} />
  return (
    <>
      <ul className="divide-y divide-line">
        {deliveries.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} />
        ))}
      </ul>
      <LoadMore query={query} />
    </>
  )
}

function DeliveryRow({ delivery }: { delivery: DeliveryRead }) {
  const { count, attempts, last_error: why } = delivery
  return (
    <li className="flex items-start gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p>{eventWords(delivery.event_type)}</p>
        <p className="text-ink-3 text-xs">
          <Ago at={delivery.created_at} />
          {count > 1 && ` · ${plural(count, '{count} event', '{count} events')}`}
          {attempts > 1 && ` · ${plural(attempts, '{count} try', '{count} tries')}`}
        </p>
        {why && <p className="break-words text-failed text-xs">{why}</p>}
      </div>
      <Badge>{t(DELIVERY_WORDS[delivery.status])}</Badge>
    </li>
  )
}
