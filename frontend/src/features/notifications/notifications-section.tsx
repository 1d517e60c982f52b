import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { usePermission } from '@/shared/api/me'
import { t } from '@/shared/i18n/texts'
import { LoadingRows } from '@/shared/ui/skeleton'
import { AlertsPart } from './alerts-part'
import { alertsQuery, preferencesQuery, rulesQuery } from './notifications-queries'
import { PreferencesPart } from './preferences-part'
import { RulesPart } from './rules-part'

/** How the person is told, whom the workspace tells, and the limits of its workflows. */
export function NotificationsSection() {
  const mayManage = usePermission('manage')
  const preferences = useQuery(preferencesQuery)
  const rules = useInfiniteQuery({ ...rulesQuery, enabled: mayManage })
  const alerts = useInfiniteQuery(alertsQuery)
  // One after the other they would push each other's buttons away from under the pointer, and clicks get lost.
  if ([preferences, rules, alerts].some((query) => query.isLoading))
    return <LoadingRows rows={12} label={t('Loading what you are told of')} />
  return (
    <div className="flex flex-col gap-10">
      <PreferencesPart />
      {mayManage && <RulesPart />}
      <AlertsPart />
    </div>
  )
}
