import { useQuery } from '@tanstack/react-query'
import type { JsonValue, StepRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { ErrorState } from '@/shared/ui/error-state'
import { JsonView } from '@/shared/ui/json/json-view'
import { LoadingRows } from '@/shared/ui/skeleton'
import { stepsQuery } from './run-queries'

type StepValueProps = {
  runId: string
  /** What the event gave; cut short when it is large. */
  value: unknown
  /** `seq` of the event: how far the run must have come in an answer with the whole value. */
  seq: number
  pick: (steps: readonly StepRead[]) => unknown
  label: string
  root?: string
  /** Put a path into the expression that is being written. */
  onPick?: (path: string) => void
}

/** A step's value; one that events cut short is read whole first. */
export function StepValue({ runId, value, seq, pick, label, ...rest }: StepValueProps) {
  const cut = isCutShort(value)
  const { data, isError, error, refetch } = useQuery({ ...stepsQuery(runId, seq), enabled: cut })
  if (cut && isError) return <ErrorState error={error} onRetry={() => refetch()} />
  if (cut && !data) return <LoadingRows rows={5} label={t('Loading {label}', { label })} />
  const whole = cut && data ? pick(data) : value
  return <Value value={whole} label={label} {...rest} />
}

type ValueProps = Pick<StepValueProps, 'label' | 'root' | 'onPick'> & { value: unknown }

export function Value({ value, label, root, onPick }: ValueProps) {
  if (value === undefined || value === null) return <NoValue>{t('There is none.')}</NoValue>
  return (
    <JsonView
      value={value as JsonValue}
      label={label}
      {...(root && { root })}
      {...(onPick && { onPick })}
      className="h-full pt-3"
    />
  )
}

type NoValueProps = { children: string }

export function NoValue({ children }: NoValueProps) {
  return <p className="px-4 py-6 text-center text-ink-3">{children}</p>
}

const isCutShort = (value: unknown) =>
  typeof value === 'object' && value !== null && '$preview' in value
