import type { RunSummary } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Badge } from '@/shared/ui/badge'
import { TRIGGER_WORDS } from './filter-words'

type RunBadgesProps = { run: Pick<RunSummary, 'version' | 'part' | 'in_line' | 'relation'> }

const PARTS = { only: 'test only', up_to: 'test up to', from: 'test from' } as const

/** Which version ran, and what is special about the run: a test of a part, or still in line. */
export function RunBadges({ run }: RunBadgesProps) {
  return (
    <>
      <Badge className="hidden sm:inline-flex">
        {run.version === null ? t('draft') : `v${run.version}`}
      </Badge>
      {run.part && (
        <Badge>
          {t(PARTS[run.part.mode])} {run.part.node_id}
        </Badge>
      )}
      {run.version === null && !run.part && (
        <Badge className="hidden wide:inline-flex">{t('test')}</Badge>
      )}
      {run.in_line && <Badge>{t('in line')}</Badge>}
    </>
  )
}

/** What kind of thing started the run, in words. */
export const StartedBy = ({ run }: { run: Pick<RunSummary, 'trigger'> }) =>
  t(TRIGGER_WORDS[run.trigger])
