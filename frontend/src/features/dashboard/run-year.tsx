import { useQuery } from '@tanstack/react-query'
import { t } from '@/shared/i18n/texts'
import { formatDate } from '@/shared/lib/format'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadingRows } from '@/shared/ui/skeleton'
import { daysQuery } from './dashboard-queries'
import { RunBars } from './run-bars'
import { weeksOf } from './weeks'

/** A year in weeks, whatever has been deleted since. */
export function RunYear() {
  const { data, isPending, error, refetch } = useQuery(daysQuery)
  if (isPending) return <LoadingRows label={t('Loading the figures')} />
  if (!data) return <ErrorState error={error} onRetry={() => refetch()} />
  return (
    <RunBars
      title={t('Runs by week')}
      data={weeksOf(data)}
      label={t('Last 52 weeks')}
      note={t(
        'By the week of their end. Runs that are deleted stay counted; test runs do not count.',
      )}
      formatAt={formatDate}
    />
  )
}
