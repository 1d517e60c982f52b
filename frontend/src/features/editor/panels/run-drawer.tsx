import { Link } from '@tanstack/react-router'
import { ExternalLink, RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import { TimelineView, useTimeline } from '@/features/run-page'
import { isFinalRun, type RunStore, useRunState } from '@/features/run-stream'
import type { RunRead } from '@/shared/api/types'
import { Said } from '@/shared/i18n/said'
import { t } from '@/shared/i18n/texts'
import { shortId } from '@/shared/lib/short-id'
import { Button } from '@/shared/ui/button'
import { IconButton } from '@/shared/ui/icon-button'
import { Spinner } from '@/shared/ui/spinner'
import { StatusBadge } from '@/shared/ui/status'
import { Elapsed } from '@/shared/ui/time'
import { useEditor } from '../editor-context'
import type { Trials } from '../trials'
import type { BuilderRun } from '../use-run'
import { ExplainHere } from './explain-here'
import { RunControls } from './run-controls'

type RunDrawerProps = { run: BuilderRun }

/** The run on the canvas, along time. */
export function RunDrawer({ run: { store: runStore, trials } }: RunDrawerProps) {
  const editor = useEditor()
  const run = useRunState(runStore, (state) => state.run)
  const close = () => editor.store.setState({ showDrawer: false })
  return (
    <section
      aria-label={t('Run')}
      data-region="run"
      tabIndex={-1}
      className="flex h-full flex-col bg-surface outline-none"
    >
      {run ? (
        <FollowedRun run={run} runStore={runStore} trials={trials} onClose={close} />
      ) : (
        <div className="flex flex-1 items-center justify-center gap-2 text-ink-3">
          <Spinner /> {t('Waiting for the run…')}
        </div>
      )}
    </section>
  )
}

type FollowedRunProps = {
  run: RunRead
  runStore: RunStore
  trials: Trials
  onClose: () => void
}

function FollowedRun({ run, runStore, trials, onClose }: FollowedRunProps) {
  const editor = useEditor()
  const timeline = useTimeline(run, runStore)
  const [selected, setSelected] = useState<string>()
  return (
    <>
      <header className="flex h-10 shrink-0 items-center gap-3 border-line border-b px-4">
        <h2 className="shrink-0 whitespace-nowrap font-semibold">
          {t('Run')} <span className="font-mono font-normal">{shortId(run.id)}</span>
        </h2>
        <StatusBadge status={run.status} />
        {run.part && <PartWords part={run.part} />}
        <Elapsed
          from={run.started_at}
          to={run.finished_at}
          className="num shrink-0 whitespace-nowrap font-mono text-ink-2 text-xs"
        />
        {run.error && (
          <span className="min-w-0 truncate text-failed text-xs">
            <Said>{run.error.message}</Said>
          </span>
        )}
        <div className="ml-auto flex shrink-0 items-center gap-1">
          {!isFinalRun(run.status) && <RunControls run={run} runStore={runStore} trials={trials} />}
          {run.status === 'failed' && (
            <Button size="sm" onClick={() => trials.retryFromFailed()}>
              <RotateCcw aria-hidden /> {t('Run the draft from where it failed')}
            </Button>
          )}
          <ExplainHere runStore={runStore} />
          <Button size="sm" variant="ghost" asChild>
            <Link to="/runs/$runId" params={{ runId: run.id }}>
              {t('Open the run')}
            </Link>
          </Button>
          {run.temporal_url && (
            <Button size="sm" variant="ghost" asChild>
              <a href={run.temporal_url} target="_blank" rel="noreferrer">
                Temporal <ExternalLink aria-hidden />
              </a>
            </Button>
          )}
          <IconButton icon={X} label={t('Close the run')} size="icon-sm" onClick={onClose} />
        </div>
      </header>
      <div className="min-h-0 flex-1">
        <TimelineView
          timeline={timeline}
          selected={selected}
          onSelect={(key) => {
            setSelected(key)
            const nodeId = timeline.rows.find((row) => row.key === key)?.nodeId
            if (nodeId) {
              editor.select([nodeId])
              editor.camera.show([nodeId])
              editor.store.setState({ tab: 'data' })
            }
          }}
        />
      </div>
    </>
  )
}

/** Which part of the draft was tried. */
function PartWords({ part }: { part: NonNullable<RunRead['part']> }) {
  const editor = useEditor()
  const step = editor.titleOf(part.node_id)
  const words = {
    only: t('only {step}', { step }),
    up_to: t('up to {step}', { step }),
    from: t('from {step}', { step }),
  }
  return <span className="min-w-0 shrink truncate text-ink-2 text-xs">{words[part.mode]}</span>
}
