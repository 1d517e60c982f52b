import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { History } from 'lucide-react'
import type { FiringRead } from '@/shared/api/types'
import { Said } from '@/shared/i18n/said'
import { t } from '@/shared/i18n/texts'
import { shortId } from '@/shared/lib/short-id'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Td, Th, Tr } from '@/shared/ui/table'
import { Ago } from '@/shared/ui/time'
import { OutcomeWord } from './trigger-badges'
import { firingsQuery } from './triggers-queries'

/** What became of each message, with its run, or why there is none. */
export function FiringList({ triggerId }: { triggerId: string }) {
  const query = useInfiniteQuery(firingsQuery(triggerId))
  const firings = query.data?.pages.flatMap((page) => page.items) ?? []
  if (query.isPending) return <LoadingRows rows={4} label={t('Loading the history')} />
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  if (firings.length === 0)
    return (
      <EmptyState icon={History} title={t('It has not fired yet.')}>
        {t('Each message is noted here for 30 days.')}
      </EmptyState>
    )
  return (
    <>
      <Table aria-label={t('Firings')}>
        <thead>
          <tr>
            <Th>{t('Outcome')}</Th>
            <Th className="w-full">{t('What came of it')}</Th>
            <Th>{t('When')}</Th>
          </tr>
        </thead>
        <tbody>
          {firings.map((firing) => (
            <FiringRow key={firing.id} firing={firing} />
          ))}
        </tbody>
      </Table>
      <LoadMore query={query} />
    </>
  )
}

function FiringRow({ firing }: { firing: FiringRead }) {
  return (
    <Tr>
      <Td>
        <OutcomeWord outcome={firing.outcome} />
      </Td>
      <Td className="max-w-0 py-2">
        <div className="flex items-baseline gap-3">
          {firing.run_id && (
            <Link
              to="/runs/$runId"
              params={{ runId: firing.run_id }}
              className="shrink-0 font-mono text-xs underline decoration-line-strong hover:decoration-current"
            >
              {t('run {id}', { id: shortId(firing.run_id) })}
            </Link>
          )}
          {firing.message_id && (
            <span className="truncate font-mono text-ink-3 text-xs" title={firing.message_id}>
              {firing.message_id}
            </span>
          )}
        </div>
        {firing.detail && (
          <p className="whitespace-normal break-words text-ink-2 text-xs">
            <Said>{firing.detail}</Said>
          </p>
        )}
      </Td>
      <Td className="num text-ink-3">
        <Ago at={firing.at} />
      </Td>
    </Tr>
  )
}
