import { Hand, Pause, StepForward } from 'lucide-react'
import type { GripRead } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { type StepAt, stepRun } from './hand-queries'
import { useAct } from './use-act'

type HandBannerProps = {
  runId: string
  /** Of the item that the run does, where it is shown with the run of its loop. */
  iteration?: string
  grip: GripRead
  nameOf: (nodeId: string) => string
  onStep: (at: StepAt) => void
}

const MOST_SHOWN = 4

/** Above the graph: what waits for a person, and what a pause holds back. */
export function HandBanner({ runId, iteration, grip, nameOf, onStep }: HandBannerProps) {
  const act = useAct(runId)
  const { held, parked, is_paused: isPaused } = grip
  const label = (at: StepAt) => nameOf(at.node_id) + (at.iteration && ` #${at.iteration}`)
  const region = iteration
    ? t('In your hands, in item #{iteration}', { iteration })
    : t('In your hands')
  const ofItem = (text: string) =>
    iteration ? `${t('Item #{iteration}:', { iteration })} ${text}` : text
  return (
    <section aria-label={region} className="contents">
      {held.length > 0 && (
        <Strip
          icon={Hand}
          className="bg-waiting-wash [&>svg]:text-waiting"
          text={ofItem(
            plural(
              held.length,
              '{count} step failed and waits for a person.',
              '{count} steps failed and wait for a person.',
            ),
          )}
          rest={held.length - MOST_SHOWN}
        >
          {held.slice(0, MOST_SHOWN).map((at) => (
            <Button key={keyOf(at)} size="sm" onClick={() => onStep(at)}>
              {label(at)}
            </Button>
          ))}
        </Strip>
      )}
      {isPaused && (
        <Strip
          icon={Pause}
          className="bg-retrying-wash [&>svg]:text-retrying"
          text={ofItem(
            parked.length > 0
              ? t('Paused. Ready to start, one at a time:')
              : t('Paused: nothing new starts, and what is under way goes on to its end.'),
          )}
          rest={parked.length - MOST_SHOWN}
        >
          {parked.slice(0, MOST_SHOWN).map((at) => (
            <Button
              key={keyOf(at)}
              size="sm"
              disabled={act.isPending}
              onClick={() =>
                act.mutate({
                  do: () => stepRun(runId, at),
                  done: t('Started {label}', { label: label(at) }),
                  refused: t('{label} could not be started', { label: label(at) }),
                })
              }
            >
              <StepForward aria-hidden />
              {label(at)}
            </Button>
          ))}
        </Strip>
      )}
    </section>
  )
}

const keyOf = (at: StepAt) => `${at.node_id}@${at.iteration}`

type StripProps = {
  icon: typeof Pause
  className: string
  text: string
  /** Further ones, not shown. */
  rest: number
  children: React.ReactNode
}

function Strip({ icon: Icon, className, text, rest, children }: StripProps) {
  return (
    <div
      className={`flex min-h-10 flex-wrap items-center gap-2 border-line border-b px-4 py-1.5 ${className}`}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <p>{text}</p>
      {children}
      {rest > 0 && <span className="text-ink-2 text-xs">{t('and {rest} more', { rest })}</span>}
    </div>
  )
}
