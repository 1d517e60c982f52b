import { Lock } from 'lucide-react'
import { t } from '@/shared/i18n/texts'

/** The mark of a thing that only some members see. */
export function Restricted() {
  return (
    <Lock
      role="img"
      aria-label={t('Shared with some members only')}
      className="size-3.5 shrink-0 text-ink-3"
    />
  )
}
