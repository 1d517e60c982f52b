import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DashboardRead } from '@/shared/api/types'
import { formatNumber, t } from '@/shared/i18n/texts'
import { Ago } from '@/shared/ui/time'

type Now = DashboardRead['now']

/** How things stand: queues, people and workers. */
export function Standing({ now }: { now: Now }) {
  const link = 'after:absolute after:inset-0'
  return (
    <section aria-label={t('Now')} className="rounded-card border border-line bg-raised">
      <h2 className="px-3 pt-3 pb-1 font-semibold text-sm">{t('Now')}</h2>
      <ul className="pb-1">
        <Fact value={now.running}>
          <Link to="/runs" search={{ status: ['running'] }} className={link}>
            {t('Running')}
          </Link>
        </Fact>
        <Fact value={now.queued} note={<QueueNote now={now} />}>
          <Link to="/runs" search={{ status: ['queued'] }} className={link}>
            {t('Queued')}
          </Link>
        </Fact>
        <Fact value={now.waiting}>
          <Link to="/runs" search={{ status: ['waiting'] }} className={link}>
            {t('Waiting')}
          </Link>
        </Fact>
        <Fact value={now.paused}>
          <Link to="/runs" search={{ status: ['paused'] }} className={link}>
            {t('Paused')}
          </Link>
        </Fact>
        <Fact value={now.approvals}>
          <Link to="/approvals" className={link}>
            {t('Approvals wait for an answer')}
          </Link>
        </Fact>
        <Fact value={now.workers ?? '?'} isBad={now.workers === 0}>
          <Link to="/health" className={link}>
            {workerWords(now.workers)}
          </Link>
        </Fact>
      </ul>
    </section>
  )
}

function workerWords(workers: number | null): string {
  if (workers === null) return t('Workers: Temporal does not answer')
  return workers === 0 ? t('Workers: nobody takes steps') : t('Workers take steps')
}

function QueueNote({ now }: { now: Now }) {
  if (now.in_line > 0) return t('{in_line} in line', { in_line: now.in_line })
  return now.oldest_queued_at && <Ago at={now.oldest_queued_at} />
}

type FactProps = { value: number | string; note?: ReactNode; isBad?: boolean; children: ReactNode }

function Fact({ value, note, isBad = false, children }: FactProps) {
  return (
    <li className="relative flex h-9 items-center gap-2 border-line border-t px-3 first:border-t-0 hover:bg-canvas">
      {children}
      <span className="ml-auto text-ink-3 text-xs">{note}</span>
      <span className={`num font-mono text-xs ${isBad ? 'font-semibold text-failed' : ''}`}>
        {typeof value === 'number' ? formatNumber(value) : value}
      </span>
    </li>
  )
}
