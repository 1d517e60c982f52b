import { Check, CircleDashed, TrendingDown, TrendingUp, X } from 'lucide-react'
import type { CaseResultRead, ComparisonRead } from '@/shared/api/types'
import { Said } from '@/shared/i18n/said'
import { formatNumber, plural, t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { RunLink } from '@/shared/ui/run-link'
import { CHANGE_WORDS, type Change } from './evaluation-words'

type CaseResultsProps = { cases: readonly CaseResultRead[]; comparison?: ComparisonRead }

/** Each case with what was answered and what is thought of it; regressions first. */
export function CaseResults({ cases, comparison }: CaseResultsProps) {
  const rows: readonly { result: CaseResultRead; change?: Change }[] = comparison
    ? comparison.cases.map(({ after, change }) => ({ result: after, change }))
    : cases.map((result) => ({ result }))
  return (
    <>
      {comparison && (
        <p role="status" className={cn(comparison.regressions > 0 && 'text-failed')}>
          {plural(comparison.regressions, '{count} case is worse', '{count} cases are worse')},{' '}
          {plural(comparison.improvements, '{count} is better', '{count} are better')}.
        </p>
      )}
      <ol aria-label={t('Cases')} className="divide-y divide-line rounded-card border border-line">
        {rows.map(({ result, change }) => (
          <li key={result.number}>
            <Result result={result} {...(change && { change })} />
          </li>
        ))}
      </ol>
    </>
  )
}

type ResultProps = { result: CaseResultRead; change?: Change }

function Result({ result, change }: ResultProps) {
  const name = result.name || t('Case {number}', { number: result.number + 1 })
  return (
    <details className={cn('p-3', change === 'regression' && 'bg-failed-wash')}>
      <summary className="flex cursor-pointer flex-wrap items-center gap-2">
        <Mark passed={result.passed} />
        <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
        {change && change !== 'same' && <ChangeMark change={change} />}
        <span className="flex flex-wrap gap-x-3 text-ink-2 text-xs">
          {result.scores.map(({ evaluator, score, passed }) => (
            <span key={evaluator} className={cn('num', !passed && 'text-failed')}>
              {evaluator} {formatNumber(score, 2)}
            </span>
          ))}
        </span>
      </summary>
      <div className="space-y-2 pt-3 text-sm">
        {result.error && (
          <p className="text-failed">
            <Said>{result.error}</Said>
          </p>
        )}
        {result.scores.map(
          ({ evaluator, reason }) =>
            reason && (
              <p key={evaluator} className="break-words">
                <span className="text-ink-3">{evaluator}:</span> <Said>{reason}</Said>
              </p>
            ),
        )}
        <div className="grid gap-3 sm:grid-cols-3">
          <Value label={t('Input')} value={result.input} />
          <Value label={t('Expected')} value={result.expected} />
          <Value label={t('Answer')} value={result.output} />
        </div>
        {result.run_id && <RunLink runId={result.run_id} />}
      </div>
    </details>
  )
}

function Mark({ passed }: { passed: boolean | null }) {
  if (passed === null)
    return <CircleDashed role="img" aria-label={t('Open')} className="size-4 text-idle" />
  return passed ? (
    <Check role="img" aria-label={t('Passed')} className="size-4 text-succeeded" />
  ) : (
    <X role="img" aria-label={t('Failed')} className="size-4 text-failed" />
  )
}

function ChangeMark({ change }: { change: Change }) {
  const isWorse = change === 'regression'
  const Icon = isWorse ? TrendingDown : TrendingUp
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1 text-xs',
        isWorse ? 'text-failed' : 'text-succeeded',
      )}
    >
      <Icon aria-hidden className="size-3.5" />
      {t(CHANGE_WORDS[change])}
    </span>
  )
}

function Value({ label, value }: { label: string; value: unknown }) {
  return (
    <div className="min-w-0">
      <h3 className="text-ink-3 text-xs">{label}</h3>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long one is scrolled with the keyboard
        tabIndex={0}
        className="max-h-60 overflow-auto whitespace-pre-wrap break-words rounded-control bg-sunken p-2 font-mono text-xs"
      >
        {typeof value === 'string' ? value : JSON.stringify(value ?? null, null, 2)}
      </pre>
    </div>
  )
}
