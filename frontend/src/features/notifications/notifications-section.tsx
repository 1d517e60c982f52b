import { usePermission } from '@/shared/api/me'
import { AlertsPart } from './alerts-part'
import { PreferencesPart } from './preferences-part'
import { RulesPart } from './rules-part'

/** How the person is told, whom the workspace tells, and the limits of its workflows. */
export function NotificationsSection() {
  const mayManage = usePermission('manage')
  return (
    <div className="flex flex-col gap-10">
      <PreferencesPart />
      {mayManage && <RulesPart />}
      <AlertsPart />
    </div>
  )
}
