import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import type { RunSummary } from '@/shared/api/types'
import { Said } from '@/shared/i18n/said'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { shortId } from '@/shared/lib/short-id'
import { Checkbox } from '@/shared/ui/checkbox'
import { StatusBadge } from '@/shared/ui/status'
import { Td, Tr } from '@/shared/ui/table'
import { Ago, Elapsed } from '@/shared/ui/time'
import { RunBadges, StartedBy } from './run-badges'

type RunRowProps = {
  run: RunSummary
  /** In the whole table, from 1. */
  rowIndex: number
  chosen: boolean
  /** The same function for each row, so that scrolling draws the new ones only. */
  onChosen: (runId: string, chosen: boolean) => void
}

export const RunRow = memo(function RunRow({ run, rowIndex, chosen, onChosen }: RunRowProps) {
  return (
    <Tr aria-rowindex={rowIndex} className={cn(chosen && 'bg-accent-wash hover:bg-accent-wash')}>
      <Td className="w-10 pr-0">
        <Checkbox
          aria-label={t('Choose run {shortId} of {workflow_name}', {
            shortId: shortId(run.id),
            workflow_name: run.workflow_name,
          })}
          checked={chosen}
          onCheckedChange={(checked) => onChosen(run.id, checked === true)}
          // Above the row's own link.
          className="relative z-1 align-middle after:absolute after:-inset-2"
        />
      </Td>
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
              <Said>{run.error.message}</Said>
            </span>
          )}
        </div>
      </Td>
      <Td className="hidden sm:table-cell">
        <span className="flex items-center gap-1">
          <RunBadges run={run} />
        </span>
      </Td>
      <Td className="hidden whitespace-nowrap text-ink-2 wide:table-cell">
        <StartedBy run={run} />
      </Td>
      <Td className="hidden max-w-48 truncate font-mono text-ink-2 text-xs wide:table-cell">
        {run.key}
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
})
