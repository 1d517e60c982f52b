import { Link } from '@tanstack/react-router'
import type { RunSummary } from '@/shared/api/types'
import { shortId } from '@/shared/lib/short-id'
import { Badge } from '@/shared/ui/badge'
import { StatusBadge } from '@/shared/ui/status'
import { Td, Tr } from '@/shared/ui/table'
import { Ago, Elapsed } from '@/shared/ui/time'

type RunRowProps = { run: RunSummary }

export function RunRow({ run }: RunRowProps) {
  return (
    <Tr>
      <Td className="w-32">
        <StatusBadge status={run.status} />
      </Td>
      <Td className="max-w-0 py-2">
        <div className="flex items-baseline gap-2.5">
          <Link
            to="/runs/$runId"
            params={{ runId: run.id }}
            className="truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
          >
            {run.workflow_name}
          </Link>
          {run.error && (
            <span className="hidden min-w-0 flex-1 truncate text-ink-3 text-xs wide:inline">
              {run.error.message}
            </span>
          )}
        </div>
      </Td>
      <Td className="hidden sm:table-cell">
        <Badge>{run.version === null ? 'draft' : `v${run.version}`}</Badge>
      </Td>
      <Td className="num hidden whitespace-nowrap text-right font-mono text-ink-2 text-xs sm:table-cell">
        <Elapsed from={run.started_at} to={run.finished_at} />
      </Td>
      <Td className="num whitespace-nowrap text-ink-3">
        <Ago at={run.created_at} />
      </Td>
      <Td className="hidden font-mono text-ink-3 text-xs wide:table-cell">{shortId(run.id)}</Td>
    </Tr>
  )
}
