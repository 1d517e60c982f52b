import { Link } from '@tanstack/react-router'
import { t } from '@/shared/i18n/texts'

/** From what came of a run to the run itself. */
export function RunLink({ runId }: { runId: string }) {
  return (
    <Link
      to="/runs/$runId"
      params={{ runId }}
      className="rounded-chip px-1 text-ink-3 text-xs underline underline-offset-2"
    >
      {t('Show the run')}
    </Link>
  )
}
