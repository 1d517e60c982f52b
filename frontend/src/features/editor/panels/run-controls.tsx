import { useQuery } from '@tanstack/react-query'
import { Pause, Play, Square, StepForward } from 'lucide-react'
import { type RunStore, useRunState } from '@/features/run-stream'
import type { RunRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Tooltip } from '@/shared/ui/tooltip'
import { gripQuery } from '../api'
import { useEditor } from '../editor-context'
import type { Trials } from '../trials'

type RunControlsProps = { run: RunRead; runStore: RunStore; trials: Trials }

/** Pause, go on, go step by step, stop: of a run that goes on. */
export function RunControls({ run, runStore, trials }: RunControlsProps) {
  const isPaused = run.status === 'paused'
  return (
    <>
      {isPaused && <ParkedSteps run={run} runStore={runStore} />}
      {isPaused ? (
        <>
          <Tooltip label={t('Go on to the next breakpoint')} keys="F8">
            <Button size="sm" onClick={() => trials.resume()}>
              <Play aria-hidden /> {t('Resume')}
            </Button>
          </Tooltip>
          <Tooltip label={t('Start one step and stay paused')} keys="F10">
            <Button size="sm" onClick={() => trials.step()}>
              <StepForward aria-hidden /> {t('Step|verb')}
            </Button>
          </Tooltip>
        </>
      ) : (
        <Tooltip label={t('Start nothing new')} keys="F8">
          <Button size="sm" onClick={() => trials.pause()}>
            <Pause aria-hidden /> {t('Pause')}
          </Button>
        </Tooltip>
      )}
      <Button size="sm" variant="danger" onClick={() => trials.stop()}>
        <Square aria-hidden /> {t('Stop')}
      </Button>
    </>
  )
}

/** What would start next, each a way to its card. */
function ParkedSteps({ run, runStore }: Pick<RunControlsProps, 'run' | 'runStore'>) {
  const editor = useEditor()
  const seq = useRunState(runStore, (state) => state.seq)
  const { data } = useQuery(gripQuery(run.id, seq))
  const [next, ...more] = data?.parked ?? []
  if (!next) return null
  return (
    <span className="flex min-w-0 items-center gap-1 text-ink-2 text-xs">
      <span>{t('before')} </span>
      <button
        type="button"
        onClick={() => editor.goTo(next.node_id)}
        className="max-w-40 truncate rounded-chip font-medium text-ink underline decoration-line-strong underline-offset-2"
      >
        {editor.titleOf(next.node_id)}
        {next.iteration && ` [${next.iteration}]`}
      </button>
      {more.length > 0 && t('and {count} more', { count: more.length })}
    </span>
  )
}
