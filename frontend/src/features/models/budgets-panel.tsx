import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { BudgetRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { Button } from '@/shared/ui/button'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Td, Th, Tr } from '@/shared/ui/table'
import { BudgetDialog } from './budget-dialog'
import { budgetsQuery } from './models-queries'
import { formatUsd, unpricedWords } from './money'

/** How much models may cost, of the workspace and of single workflows; and what is spent of it. */
export function BudgetsPanel() {
  const query = useQuery(budgetsQuery)
  const budgets = query.data ?? []
  const [edited, setEdited] = useState<BudgetRead | 'new' | null>(null)
  return (
    <div className="mx-auto flex max-w-300 flex-col gap-4 p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="max-w-160 text-ink-2">
          {t('A call that a budget no longer allows is not made: its step fails, and says why.')}{' '}
          {budgets.some((each) => each.unpriced_this_month > 0) &&
            t('A call without a price counts as free: give prices with its credential.')}
        </p>
        <Button needs="edit" onClick={() => setEdited('new')}>
          <Plus aria-hidden />
          {t('Limit a workflow')}
        </Button>
      </div>
      {query.isPending ? (
        <LoadingRows rows={3} label={t('Loading budgets')} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <BudgetTable budgets={budgets} onEdit={setEdited} />
      )}
      {edited && (
        <BudgetDialog
          budget={edited === 'new' ? null : edited}
          taken={(query.data ?? []).map((each) => each.workflow_id)}
          onClose={() => setEdited(null)}
        />
      )}
    </div>
  )
}

type BudgetTableProps = { budgets: readonly BudgetRead[]; onEdit: (budget: BudgetRead) => void }

function BudgetTable({ budgets, onEdit }: BudgetTableProps) {
  return (
    <div className="relative overflow-x-auto rounded-card border border-line bg-raised">
      <Table aria-label={t('Budgets')}>
        <thead>
          <tr>
            <Th className="w-full">{t('Whose')}</Th>
            <Th className="hidden text-right sm:table-cell">{t('Each run')}</Th>
            <Th className="hidden text-right sm:table-cell">{t('Today')}</Th>
            <Th className="text-right">{t('This month')}</Th>
            <Th>
              <span className="sr-only">{t('Change')}</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {budgets.map((each) => (
            <Tr key={each.workflow_id ?? ''}>
              <Td className="max-w-0 truncate font-medium">{nameOf(each)}</Td>
              <Td className="num hidden text-right sm:table-cell">
                {each.run_usd ? formatUsd(each.run_usd) : '–'}
              </Td>
              <Td className="hidden text-right sm:table-cell">
                <Spent spent={each.spent_today_usd} limit={each.day_usd} />
              </Td>
              <Td className="text-right">
                <Spent spent={each.spent_this_month_usd} limit={each.month_usd} />
                {each.unpriced_this_month > 0 && (
                  <p className="text-ink-3 text-xs">{unpricedWords(each.unpriced_this_month)}</p>
                )}
              </Td>
              <Td>
                <Button
                  size="sm"
                  needs={each.workflow_id === null ? 'manage' : 'edit'}
                  aria-label={t('Change the budget: {name}', { name: nameOf(each) })}
                  onClick={() => onEdit(each)}
                >
                  {t('Change')}
                </Button>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}

export const nameOf = ({ workflow_id: id, workflow_name: name }: BudgetRead) =>
  id === null ? t('The whole workspace') : (name ?? t('Deleted, or not shared with you'))

const NEARLY = 0.8

function Spent({ spent, limit }: { spent: number; limit: number | null }) {
  const isOver = limit !== null && spent >= limit
  const isNear = limit !== null && spent >= NEARLY * limit
  return (
    <span className={cn('num', isOver ? 'text-failed' : isNear && 'text-waiting')}>
      {limit === null
        ? t('{spent}, no limit', { spent: formatUsd(spent) })
        : t('{spent} of {limit}', { spent: formatUsd(spent), limit: formatUsd(limit) })}
      {isOver && <span className="sr-only"> {t('The budget is spent.')}</span>}
    </span>
  )
}
