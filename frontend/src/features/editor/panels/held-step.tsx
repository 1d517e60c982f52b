import { RotateCw, SkipForward, Wrench, X } from 'lucide-react'
import { useState } from 'react'
import { failStep, retryStep, type StepAt, skipStep, useAct } from '@/features/run-page'
import { isFinalRun, type RunStore, useNodeStep, useRunState } from '@/features/run-stream'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { fetched } from '@/shared/ui/fetched'
import { configOf, type GraphNode } from '../document/graph'
import { portsOf } from '../document/ports'
import { useEditor, useEditorState } from '../editor-context'

const SkipDialog = fetched(async () => (await import('@/features/run-page')).SkipDialog)

type HeldStepProps = { node: GraphNode; runStore: RunStore }

/** The step failed and waits for a person in the run on the canvas: its form below mends it. */
export function HeldStep({ node, runStore }: HeldStepProps) {
  const step = useNodeStep(runStore, node.id)
  const goesOn = useRunState(runStore, ({ run }) => run !== null && !isFinalRun(run.status))
  const runId = useEditorState((state) => state.runId)
  const isHeld = step?.newest.status === 'paused' && step.newest.error !== null
  if (!isHeld || !goesOn || !runId) return null
  const at = { node_id: node.id, iteration: step.iteration }
  return <Acts runId={runId} at={at} node={node} />
}

type ActsProps = { runId: string; at: StepAt; node: GraphNode }

function Acts({ runId, at, node }: ActsProps) {
  const editor = useEditor()
  const act = useAct(runId)
  const [skips, setSkips] = useState(false)
  const name = editor.titleOf(node.id)
  const retry = (changes: Parameters<typeof retryStep>[2]) =>
    act.mutate({
      do: () => retryStep(runId, at, changes),
      done: t('“{name}” is tried again', { name }),
      refused: t('“{name}” could not be tried again', { name }),
    })
  return (
    <section
      aria-label={t('The step waits for you')}
      className="flex flex-col gap-2 border-line border-b bg-waiting-wash px-4 py-3"
    >
      <p className="text-ink-2 text-xs">
        {t(
          'It failed, and the run waits. Mend the settings below, then try again with them: for this run at once, and in the draft for those to come.',
        )}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          variant="primary"
          loading={act.isPending}
          onClick={() => retry({ config: { ...configOf(node) } })}
        >
          <Wrench aria-hidden /> {t('Try again with these settings')}
        </Button>
        <Button size="sm" onClick={() => retry({})}>
          <RotateCw aria-hidden /> {t('As it was')}
        </Button>
        <Button size="sm" onClick={() => setSkips(true)}>
          <SkipForward aria-hidden /> {t('Skip…')}
        </Button>
        <Button
          size="sm"
          variant="danger"
          onClick={() =>
            act.mutate({
              do: () => failStep(runId, at, ''),
              done: t('“{name}” has failed', { name }),
              refused: t('“{name}” could not be failed', { name }),
            })
          }
        >
          <X aria-hidden /> {t('Fail it')}
        </Button>
      </div>
      {skips && (
        <SkipDialog
          name={name}
          ports={portsOf(node, editor.catalog.of(node))}
          onClose={() => setSkips(false)}
          onSkip={(given) =>
            act.mutateAsync({
              do: () => skipStep(runId, at, given),
              done: t('“{name}” is skipped', { name }),
              refused: t('“{name}” could not be skipped', { name }),
              inDialog: true,
            })
          }
        />
      )}
    </section>
  )
}
