import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Download, ShieldCheck } from 'lucide-react'
import { usePermission } from '@/shared/api/me'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { Menu } from '@/shared/ui/menu'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notifyError } from '@/shared/ui/toaster'
import { AuditFilterBar } from './audit-filter-bar'
import { auditQuery, exportAudit } from './audit-queries'
import { AuditTable } from './audit-table'
import type { AuditFilters } from './audit-text'
import { ChainCheck } from './chain-check'

type AuditSectionProps = {
  filters: AuditFilters
  onFilters: (filters: AuditFilters) => void
}

/** Who did what in the workspace. */
export function AuditSection({ filters, onFilters }: AuditSectionProps) {
  const mayLook = usePermission('manage')
  if (!mayLook) {
    return (
      <EmptyState icon={ShieldCheck} title={t('The audit trail is for owners and admins.')}>
        {t('Ask one of them for what you need to know. What was done to a run stands on its page.')}
      </EmptyState>
    )
  }
  return (
    <section className="space-y-3">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div>
          <h2 className="font-semibold text-md">{t('Audit trail')}</h2>
          <p className="text-ink-2">
            {t(
              'Who did what, when and from where, refused acts too; never with values. It only grows.',
            )}
          </p>
        </div>
        <div className="flex gap-2">
          <ChainCheck />
          <ExportMenu filters={filters} />
        </div>
      </div>
      <AuditFilterBar filters={filters} onFilters={onFilters} />
      <AuditList filters={filters} />
    </section>
  )
}

function ExportMenu({ filters }: { filters: AuditFilters }) {
  const save = useMutation({
    mutationFn: (format: 'ndjson' | 'csv') => exportAudit(filters, format),
    onError: (error) => notifyError(t('The audit trail could not be exported'), error),
  })
  return (
    <Menu
      trigger={
        <Button loading={save.isPending}>
          {!save.isPending && <Download aria-hidden />}
          {t('Export')}
        </Button>
      }
      items={[
        { label: t('CSV, for a spreadsheet'), onSelect: () => save.mutate('csv') },
        { label: t('NDJSON, for programs'), onSelect: () => save.mutate('ndjson') },
      ]}
    />
  )
}

function AuditList({ filters }: { filters: AuditFilters }) {
  const query = useInfiniteQuery(auditQuery(filters))
  if (query.isPending) return <LoadingRows rows={6} label={t('Loading the audit trail')} />
  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  }
  const entries = query.data.pages.flatMap((page) => page.items)
  if (entries.length === 0) {
    const isFiltered = Object.values(filters).some(Boolean)
    return (
      <EmptyState
        icon={ShieldCheck}
        title={isFiltered ? t('No entry matches.') : t('Nothing was done yet.')}
      />
    )
  }
  return (
    <>
      <AuditTable entries={entries} />
      <LoadMore query={query} />
    </>
  )
}
