import { useInfiniteQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import type { LogLineRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { formatClock } from '@/shared/lib/format'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { logsQuery } from './run-queries'
import { NoValue } from './value-panel'

type StepLogsProps = {
  runId: string
  nodeId: string
  iteration: string
  /** The step is not over: further lines may come. */
  goesOn: boolean
}

/** What the node logged, of all attempts, the oldest line first. */
export function StepLogs({ goesOn, ...place }: StepLogsProps) {
  const query = useInfiniteQuery(logsQuery(place, goesOn))
  if (query.isPending) return <LoadingRows rows={4} label={t('Loading log lines')} />
  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  }
  const lines = query.data.pages.flatMap((page) => page.items)
  if (lines.length === 0) return <NoValue>{t('This step has logged nothing.')}</NoValue>
  const isTried = lines.at(-1)?.attempt !== lines[0]?.attempt
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={t('Log of the step')}
      className="h-full overflow-auto px-4 py-3 font-mono text-xs -outline-offset-2"
    >
      {lines.map((line, index) => (
        <Fragment key={`${line.attempt}.${line.number}`}>
          {isTried && line.attempt !== lines[index - 1]?.attempt && (
            <h3 className="mt-3 mb-1 font-sans text-ink-3 first:mt-0">
              {t('Attempt {attempt}', { attempt: line.attempt })}
            </h3>
          )}
          <Line line={line} />
        </Fragment>
      ))}
      <LoadMore query={query} />
    </section>
  )
}

function Line({ line }: { line: LogLineRead }) {
  const isWarning = line.level === 'warning'
  return (
    <p data-level={line.level} className="flex gap-3 py-0.5">
      <time dateTime={line.at} className="num shrink-0 text-ink-3">
        {formatClock(line.at)}
      </time>
      <span className={cn('min-w-0 whitespace-pre-wrap break-words', isWarning && 'text-retrying')}>
        {isWarning && <span className="sr-only">{t('Warning:')} </span>}
        {line.message}
        {line.facts && <span className="text-ink-3"> {factsText(line.facts)}</span>}
      </span>
    </p>
  )
}

const factsText = (facts: NonNullable<LogLineRead['facts']>) =>
  Object.entries(facts)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')
