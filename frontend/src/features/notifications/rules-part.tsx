import { useInfiniteQuery } from '@tanstack/react-query'
import { Megaphone, Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { RuleRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { rulesQuery } from './notifications-queries'
import { RuleRow } from './rule-row'

// The form, with its credential dialog, is fetched by those who open it.
const RuleDialog = lazy(async () => ({ default: (await import('./rule-dialog')).RuleDialog }))

/** Whom the workspace tells of which events. */
export function RulesPart() {
  const [editing, setEditing] = useState<RuleRead | 'new' | null>(null)
  return (
    <section aria-labelledby="notification-rules">
      <div className="mb-3 flex items-start justify-between gap-4">
        <div>
          <h2 id="notification-rules" className="font-semibold text-md">
            {t('Rules')}
          </h2>
          <p className="text-ink-2">
            {t('Whom this workspace tells of which events: by mail, webhook or chat.')}
          </p>
        </div>
        <Button needs="manage" variant="primary" onClick={() => setEditing('new')}>
          <Plus aria-hidden />
          {t('New rule')}
        </Button>
      </div>
      <RuleList onEdit={setEditing} />
      {editing && (
        <Suspense>
          <RuleDialog
            rule={editing === 'new' ? undefined : editing}
            onClose={() => setEditing(null)}
          />
        </Suspense>
      )}
    </section>
  )
}

function RuleList({ onEdit }: { onEdit: (rule: RuleRead) => void }) {
  const query = useInfiniteQuery(rulesQuery)
  if (query.isPending) return <LoadingRows rows={3} label={t('Loading rules')} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  const rules = query.data.pages.flatMap((page) => page.items)
  if (rules.length === 0)
    return (
      <EmptyState icon={Megaphone} title={t('Nobody else is told of anything yet.')}>
        {t('A rule tells others, or another system, of runs that fail and more.')}
      </EmptyState>
    )
  return (
    <>
      <ul className="divide-y divide-line rounded-card border border-line bg-raised">
        {rules.map((rule) => (
          <RuleRow key={rule.id} rule={rule} onEdit={() => onEdit(rule)} />
        ))}
      </ul>
      <LoadMore query={query} />
    </>
  )
}
