import {
  FastForward,
  Hand,
  RotateCw,
  SkipForward,
  StepForward,
  Timer,
  Wrench,
  X,
} from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { JsonValue } from '@/shared/api/types'
import { rich } from '@/shared/i18n/rich'
import { plural, t } from '@/shared/i18n/texts'
import { formatDuration } from '@/shared/lib/format'
import { useNow } from '@/shared/lib/use-now'
import { Button } from '@/shared/ui/button'
import { Elapsed } from '@/shared/ui/time'
import { ErrorNotice } from '../error-notice'
import type { StepHold } from './grip'
import type { HandNode } from './hand-node'
import {
  changePolicy,
  failStep,
  retryStep,
  type StepAt,
  type StepChanges,
  skipStep,
  stepRun,
} from './hand-queries'
import { ReasonDialog } from './reason-dialog'
import { type Act, type ActOrder, useAct } from './use-act'

const MendDialog = lazy(async () => ({ default: (await import('./mend-dialog')).MendDialog }))
const SkipDialog = lazy(async () => ({ default: (await import('./skip-dialog')).SkipDialog }))
const PolicyDialog = lazy(async () => ({ default: (await import('./policy-dialog')).PolicyDialog }))

type StepHandProps = {
  runId: string
  at: StepAt
  hold: StepHold
  node: HandNode
  /** What the last attempt was given. */
  input: JsonValue
}

type Asking = 'mend' | 'skip' | 'fail' | 'policy' | null

/** A step that waits for a person, or is still being tried: how it stands, and what can be done. */
export function StepHand({ runId, at, hold, node, input }: StepHandProps) {
  const [asking, setAsking] = useState<Asking>(null)
  const act = useAct(runId)
  const { name } = node
  if (hold.kind === 'parked') {
    return (
      <Frame label={t('Hold of {name}', { name })}>
        <p>{t('Ready to start; the pause holds it back.')}</p>
        <Button
          size="sm"
          variant="primary"
          loading={act.isPending}
          onClick={() =>
            act.mutate({
              do: () => stepRun(runId, at),
              done: t('Started “{name}”', { name }),
              refused: t('“{name}” could not be started', { name }),
            })
          }
        >
          <StepForward aria-hidden />
          {t('Start this step')}
        </Button>
      </Frame>
    )
  }
  const isHeld = hold.kind === 'held'
  const again = (changes?: StepChanges): ActOrder => ({
    do: () => retryStep(runId, at, changes),
    done: t('“{name}” is tried again', { name }),
    refused: t('“{name}” could not be tried again', { name }),
  })
  return (
    <Frame label={t('Hold of {name}', { name })}>
      {isHeld ? <HeldFacts held={hold.held} /> : <TryingFacts trying={hold.trying} />}
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          variant="primary"
          loading={act.isPending}
          onClick={() => act.mutate(again())}
        >
          {!act.isPending && (isHeld ? <RotateCw aria-hidden /> : <FastForward aria-hidden />)}
          {isHeld ? t('Try again') : t('Try now')}
        </Button>
        <Button size="sm" onClick={() => setAsking('mend')}>
          <Wrench aria-hidden />
          {t('Mend…')}
        </Button>
        {!isHeld && (
          <Button size="sm" onClick={() => setAsking('policy')}>
            <Timer aria-hidden />
            {t('Retries…')}
          </Button>
        )}
        <Button size="sm" onClick={() => setAsking('skip')}>
          <SkipForward aria-hidden />
          {t('Skip…')}
        </Button>
        <Button size="sm" variant="danger" onClick={() => setAsking('fail')}>
          <X aria-hidden />
          {t('Fail…')}
        </Button>
      </div>
      <Suspense>
        <StepDialogs
          {...{ runId, at, node, input, asking, act, again }}
          stops={hold.kind === 'trying' && hold.trying.is_running}
          onClose={() => setAsking(null)}
        />
      </Suspense>
    </Frame>
  )
}

type FrameProps = { label: string; children: React.ReactNode }

function Frame({ label, children }: FrameProps) {
  return (
    <section
      aria-label={label}
      className="mx-4 mt-2 space-y-3 rounded-card border border-line bg-raised p-3"
    >
      {children}
    </section>
  )
}

function HeldFacts({ held }: { held: Extract<StepHold, { kind: 'held' }>['held'] }) {
  return (
    <>
      <p className="flex items-center gap-2">
        <Hand aria-hidden className="size-4 text-waiting" />
        <span>
          {rich('Waits for you, for {duration} by now, after {attempts}.', {
            duration: <Elapsed from={held.since} to={null} className="num" />,
            attempts: plural(held.attempts, '{count} attempt', '{count} attempts'),
          })}
        </span>
      </p>
      {held.error && <ErrorNotice error={held.error} />}
    </>
  )
}

function TryingFacts({ trying }: { trying: Extract<StepHold, { kind: 'trying' }>['trying'] }) {
  const attempt =
    trying.max_attempts === null
      ? t('Attempt {attempt}', { attempt: trying.attempts })
      : t('Attempt {attempt} of {most}', { attempt: trying.attempts, most: trying.max_attempts })
  return (
    <>
      <p className="flex items-center gap-2">
        <RotateCw aria-hidden className="size-4 text-retrying" />
        <span className="num">
          {trying.is_running
            ? t('{attempt} is under way.', { attempt })
            : t('{attempt} has failed.', { attempt })}{' '}
          {!trying.is_running && <NextAttempt trying={trying} />}
        </span>
      </p>
      {trying.last_error && <ErrorNotice error={trying.last_error} />}
    </>
  )
}

function NextAttempt({ trying }: { trying: Extract<StepHold, { kind: 'trying' }>['trying'] }) {
  const now = useNow(1_000)
  if (trying.is_paused) return t('The next one waits until the run is resumed.')
  if (!trying.next_attempt_at) return null
  const left = Date.parse(trying.next_attempt_at) - now
  return left > 0
    ? t('The next one begins in {duration}.', { duration: formatDuration(left) })
    : t('The next one begins now.')
}

type StepDialogsProps = Omit<StepHandProps, 'hold'> & {
  asking: Asking
  act: Act
  again: (changes?: StepChanges) => ActOrder
  stops: boolean
  onClose: () => void
}

function StepDialogs(props: StepDialogsProps) {
  const { runId, at, node, input, asking, act, again, stops, onClose } = props
  const { name } = node
  switch (asking) {
    case 'mend':
      return (
        <MendDialog
          {...{ name, input, stops, onClose }}
          type={node.type}
          config={node.config}
          policy={node.policy}
          onRetry={(changes) => act.mutateAsync({ ...again(changes), inDialog: true })}
        />
      )
    case 'skip':
      return (
        <SkipDialog
          {...{ name, onClose }}
          ports={node.ports}
          onSkip={(given) =>
            act.mutateAsync({
              inDialog: true,
              do: () => skipStep(runId, at, given),
              done: t('Skipped “{name}”', { name }),
              refused: t('“{name}” could not be skipped', { name }),
            })
          }
        />
      )
    case 'policy':
      return (
        <PolicyDialog
          {...{ name, onClose }}
          policy={node.policy}
          onPolicy={(policy) =>
            act.mutateAsync({
              inDialog: true,
              do: () => changePolicy(runId, at, policy),
              done: t('Changed the retries of “{name}”', { name }),
              refused: t('The retries of “{name}” could not be changed', { name }),
            })
          }
        />
      )
    case 'fail':
      return (
        <ReasonDialog
          title={t('Fail “{name}”?', { name })}
          action={t('Fail the step')}
          keep={t('Leave it')}
          hint={t(
            'Its error message, where the step has none of its own. Kept in the audit trail.',
          )}
          onClose={onClose}
          onReason={(reason) =>
            act.mutateAsync({
              inDialog: true,
              do: () => failStep(runId, at, reason),
              done: t('“{name}” has failed for good', { name }),
              refused: t('“{name}” could not be failed', { name }),
            })
          }
        >
          {t(
            'No further attempt is made. The run fails with it, or the loop around it does as it is set up to.',
          )}
        </ReasonDialog>
      )
    case null:
      return null
  }
}
