import { useQuery } from '@tanstack/react-query'
import { ListVideo } from 'lucide-react'
import { useState } from 'react'
import { Said } from '@/shared/i18n/said'
import { t } from '@/shared/i18n/texts'
import { shortId } from '@/shared/lib/short-id'
import { CommandDialog, CommandItem } from '@/shared/ui/command'
import { ErrorState } from '@/shared/ui/error-state'
import { StatusBadge } from '@/shared/ui/status'
import { Ago } from '@/shared/ui/time'
import { pastRunsQuery } from '../api'
import { useEditor } from '../editor-context'
import type { Trials } from '../trials'

type PastRunsSheetProps = { trials: Trials; onClose: () => void }

/** Runs of this workflow: the chosen one comes onto the canvas. */
export function PastRunsSheet({ trials, onClose }: PastRunsSheetProps) {
  const editor = useEditor()
  const [search, setSearch] = useState('')
  const { data, isPending, error, refetch } = useQuery(pastRunsQuery(editor.workflowId))
  const runs = data ?? []
  const empty = isPending
    ? t('Loading the runs…')
    : error
      ? t('The runs were not loaded.')
      : t('This workflow has not run yet')
  return (
    <CommandDialog
      open
      onOpenChange={(open) => !open && onClose()}
      label={t('Load a past run')}
      placeholder={runs.length > 0 ? t('Search by id, status or error') : empty}
      search={search}
      onSearch={setSearch}
    >
      {error && !data && <ErrorState error={error} onRetry={() => refetch()} />}
      {runs.map((run) => (
        <CommandItem
          key={run.id}
          value={`${run.id} ${run.status} ${run.error?.message ?? ''}`}
          icon={ListVideo}
          aside={<StatusBadge status={run.status} />}
          onSelect={() => {
            onClose()
            trials.load(run.id)
          }}
        >
          <span className="font-mono text-xs">{shortId(run.id)}</span>
          <span className="ml-2 text-ink-3 text-xs">
            <Ago at={run.created_at} />
            {run.error && (
              <>
                {' '}
                · <Said>{run.error.message}</Said>
              </>
            )}
          </span>
        </CommandItem>
      ))}
    </CommandDialog>
  )
}
