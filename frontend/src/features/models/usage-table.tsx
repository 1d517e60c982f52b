import { Link } from '@tanstack/react-router'
import type { UsageRead, UsageRow } from '@/shared/api/types'
import { formatNumber, t } from '@/shared/i18n/texts'
import { formatDate } from '@/shared/lib/format'
import { Table, Td, Th, Tr } from '@/shared/ui/table'
import { formatTokens, formatUsd } from './money'

const HEADS = {
  model: 'Model',
  workflow: 'Workflow',
  account: 'User',
  credential: 'Credential',
  day: 'Day (UTC)',
} as const

/** What calls have none of. */
const NONE = {
  model: 'No model',
  workflow: 'Outside of runs',
  account: 'Nobody: a trigger started it',
  credential: 'Without a credential',
  day: 'No day',
} as const

export function UsageTable({ usage }: { usage: UsageRead }) {
  const most = Math.max(...usage.items.map((row) => row.figures.cost_usd))
  return (
    <div className="relative overflow-x-auto rounded-card border border-line bg-raised">
      <Table aria-label={t('Usage')}>
        <thead>
          <tr>
            <Th className="w-full">{t(HEADS[usage.by])}</Th>
            <Th className="text-right">{t('Calls')}</Th>
            <Th className="hidden text-right sm:table-cell">{t('Failed')}</Th>
            <Th className="hidden text-right sm:table-cell">{t('Input tokens')}</Th>
            <Th className="hidden text-right sm:table-cell">{t('Output tokens')}</Th>
            <Th className="text-right">{t('Cost')}</Th>
          </tr>
        </thead>
        <tbody>
          {usage.items.map((row) => (
            <Tr key={row.key}>
              <Td className="max-w-0 truncate">
                <Name row={row} by={usage.by} />
                <Share part={most > 0 ? row.figures.cost_usd / most : 0} />
              </Td>
              <Td className="num text-right">{formatNumber(row.figures.calls)}</Td>
              <Td className="num hidden text-right sm:table-cell">
                {row.figures.failed > 0 ? formatNumber(row.figures.failed) : '–'}
              </Td>
              <Td className="num hidden text-right sm:table-cell">
                {formatTokens(row.figures.input_tokens)}
              </Td>
              <Td className="num hidden text-right sm:table-cell">
                {formatTokens(row.figures.output_tokens)}
              </Td>
              <Td className="num text-right">
                {isUnpriced(row) ? t('not known') : formatUsd(row.figures.cost_usd)}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}

const isUnpriced = ({ figures }: UsageRow) => figures.cost_usd === 0 && figures.unpriced > 0

function Name({ row, by }: { row: UsageRow; by: UsageRead['by'] }) {
  if (row.key === null) return <span className="text-ink-3">{t(NONE[by])}</span>
  if (by === 'day') return formatDate(`${row.key}T12:00:00Z`)
  if (by === 'workflow' && row.name) {
    return (
      <Link
        to="/workflows/$workflowId"
        params={{ workflowId: row.key }}
        className="rounded-chip hover:underline"
      >
        {row.name}
      </Link>
    )
  }
  if (by === 'model') return <span className="font-mono text-xs">{row.key}</span>
  return row.name ?? <span className="text-ink-3">{t('Deleted, or not shared with you')}</span>
}

/** How much of the dearest it is. */
function Share({ part }: { part: number }) {
  return (
    <span aria-hidden className="absolute bottom-0 left-4 h-0.5 w-40 max-w-[40%]">
      <span className="block h-full bg-accent" style={{ width: `${part * 100}%` }} />
    </span>
  )
}
