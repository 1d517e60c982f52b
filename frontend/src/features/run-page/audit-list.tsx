import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { UserRoundCheck } from 'lucide-react'
import type { AuditRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { actFacts } from '@/shared/lib/act-facts'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { actWords, newRunOf } from './audit-words'
import { auditQuery } from './fork/fork-queries'

/** Who did what to the run, the newest first; refused acts too. */
export function AuditList({ runId }: { runId: string }) {
  const query = useInfiniteQuery(auditQuery(runId))
  if (query.isPending) return <LoadingRows rows={4} label={t('Loading who did what')} />
  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  }
  const acts = query.data.pages.flatMap((page) => page.items)
  if (acts.length === 0) {
    return (
      <EmptyState icon={UserRoundCheck} title={t('Nobody has taken hold of this run.')}>
        {t('Who pauses, mends, cancels or forks it stands here.')}
      </EmptyState>
    )
  }
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={t('Who did what')}
      className="h-full overflow-auto -outline-offset-2"
    >
      <ol className="divide-y divide-line">
        {acts.map((act) => (
          <ActRow key={act.id} act={act} />
        ))}
      </ol>
      <LoadMore query={query} />
    </section>
  )
}

function ActRow({ act }: { act: AuditRead }) {
  const facts = actFacts(act)
  const newRun = newRunOf(act)
  return (
    <li data-action={act.action} data-result={act.result} className="space-y-0.5 px-4 py-2.5">
      <p className="flex items-baseline gap-3">
        <span className={act.result === 'done' ? undefined : 'text-failed'}>{actWords(act)}</span>
        <Ago at={act.at} className="num ml-auto shrink-0 text-ink-3 text-xs" />
      </p>
      {facts.length > 0 && (
        <p className="break-words font-mono text-2xs text-ink-3">{facts.join(' · ')}</p>
      )}
      {newRun && (
        <Link
          to="/runs/$runId"
          params={{ runId: newRun }}
          className="rounded-chip text-xs underline underline-offset-2"
        >
          {t('Open the new run')}
        </Link>
      )}
    </li>
  )
}
