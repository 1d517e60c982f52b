import type { RunSummary } from '@/shared/api/types'
import { Badge } from '@/shared/ui/badge'

type RunBadgesProps = { run: Pick<RunSummary, 'version' | 'part' | 'in_line' | 'relation'> }

const PARTS = { only: 'only', up_to: 'up to', from: 'from' } as const

/** Which version ran, and what is special about the run: a test of a part, or still in line. */
export function RunBadges({ run }: RunBadgesProps) {
  return (
    <>
      <Badge className="hidden sm:inline-flex">
        {run.version === null ? 'draft' : `v${run.version}`}
      </Badge>
      {run.part && (
        <Badge>
          test {PARTS[run.part.mode]} {run.part.node_id}
        </Badge>
      )}
      {run.version === null && !run.part && <Badge className="hidden wide:inline-flex">test</Badge>}
      {run.in_line && <Badge>in line</Badge>}
    </>
  )
}
