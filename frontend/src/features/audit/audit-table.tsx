import { Link } from '@tanstack/react-router'
import type { AuditRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { actFacts } from '@/shared/lib/act-facts'
import { cn } from '@/shared/lib/cn'
import { formatTime } from '@/shared/lib/format'
import { Table, Td, Th, Tr } from '@/shared/ui/table'
import { actionWords, RESULTS, whoDid } from './audit-text'

export function AuditTable({ entries }: { entries: readonly AuditRead[] }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={t('Audit entries')}
      className="relative overflow-x-auto rounded-card border border-line bg-raised"
    >
      <Table aria-label={t('Audit entries')}>
        <thead>
          <tr>
            <Th>{t('When')}</Th>
            <Th>{t('Who')}</Th>
            <Th>{t('What')}</Th>
            <Th>{t('Result')}</Th>
            <Th>{t('From')}</Th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </tbody>
      </Table>
    </section>
  )
}

function AuditRow({ entry }: { entry: AuditRead }) {
  const facts = actFacts(entry)
  const result = RESULTS.find(({ value }) => value === entry.result)
  return (
    <Tr data-action={entry.action}>
      <Td className="num align-top text-xs leading-9">
        <time dateTime={entry.at}>{formatTime(entry.at)}</time>
      </Td>
      <Td className="max-w-40 truncate align-top leading-9" title={entry.account?.email}>
        {whoDid(entry)}
      </Td>
      <Td className="min-w-48 whitespace-normal py-2">
        <p>
          {actionWords(entry.action)} <Target entry={entry} />
        </p>
        {facts.length > 0 && (
          <p className="break-words font-mono text-2xs text-ink-3">{facts.join(' · ')}</p>
        )}
      </Td>
      <Td className={cn('align-top leading-9', entry.result !== 'done' && 'text-failed')}>
        {result ? t(result.label) : entry.result}
      </Td>
      <Td className="num align-top text-ink-3 text-xs leading-9">{entry.address ?? '–'}</Td>
    </Tr>
  )
}

const linkStyle = 'rounded-chip font-mono text-xs underline underline-offset-2'

/** To what it was done: a link, where there is a page of it. */
function Target({ entry: { action, result, target_type, target_id } }: { entry: AuditRead }) {
  // A run that never came to be has no page; its workflow has.
  const refusedStart = action === 'run.start' && result !== 'done'
  const short = <span title={target_id}>{target_id.slice(0, 8)}</span>
  if (target_type === 'run' && !refusedStart) {
    return (
      <Link to="/runs/$runId" params={{ runId: target_id }} className={linkStyle}>
        {short}
      </Link>
    )
  }
  if (target_type === 'workflow' || refusedStart) {
    return (
      <Link to="/workflows/$workflowId" params={{ workflowId: target_id }} className={linkStyle}>
        {short}
      </Link>
    )
  }
  return <span className="font-mono text-ink-3 text-xs">{short}</span>
}
