import { ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { JsonValue, StepRead } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { formatDuration } from '@/shared/lib/format'
import { Button } from '@/shared/ui/button'
import { StatusBadge } from '@/shared/ui/status'
import { type Change, type ComparedStep, compareSteps, isDifferent, type Side } from './compare'

type ComparedStepsProps = {
  a: readonly StepRead[]
  b: readonly StepRead[]
  nameOf: (nodeId: string) => string
}

const MOST_SHOWN = 300

export function ComparedSteps({ a, b, nameOf }: ComparedStepsProps) {
  const [all, setAll] = useState(true)
  const steps = useMemo(() => compareSteps(a, b), [a, b])
  const different = steps.filter(isDifferent)
  const shown = (all ? steps : different).slice(0, MOST_SHOWN)
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 px-4 py-2">
        <p role="status">
          {different.length === 0
            ? t('All steps ended alike and gave the same.')
            : t('{differ} of {total}.', {
                differ: plural(different.length, '{count} step differs', '{count} steps differ'),
                total: steps.length,
              })}
        </p>
        {different.length > 0 && (
          <Button size="sm" variant="ghost" aria-pressed={!all} onClick={() => setAll(!all)}>
            {all ? t('Only what differs') : t('All steps')}
          </Button>
        )}
      </div>
      <ul
        aria-label={t('Steps of both runs')}
        className="divide-y divide-line border-line border-y"
      >
        {shown.map((step) => (
          <StepRow key={step.key} step={step} name={nameOf(step.nodeId)} />
        ))}
      </ul>
    </>
  )
}

type StepRowProps = { step: ComparedStep; name: string }

function StepRow({ step, name }: StepRowProps) {
  const [open, setOpen] = useState(false)
  const hasChanges = step.changes.length > 0
  return (
    <li data-step={step.key} data-different={isDifferent(step)} className="px-4 py-2">
      <div className="grid grid-cols-2 items-center gap-x-4 gap-y-1 sm:grid-cols-[minmax(8rem,1fr)_12rem_12rem_8rem]">
        <span
          className={cn('col-span-2 truncate sm:col-span-1', isDifferent(step) && 'font-medium')}
        >
          {name}
          {step.iteration && (
            <span className="font-mono text-2xs text-ink-3"> #{step.iteration}</span>
          )}
        </span>
        <SideFacts side={step.a} />
        <SideFacts side={step.b} />
        {hasChanges ? (
          <Button
            size="sm"
            variant="ghost"
            aria-expanded={open}
            aria-label={t('{count} in the output of {name}', {
              count: plural(step.changes.length, '{count} change', '{count} changes'),
              name,
            })}
            onClick={() => setOpen(!open)}
          >
            <ChevronRight aria-hidden className={cn('transition-transform', open && 'rotate-90')} />
            {plural(step.changes.length, '{count} change', '{count} changes')}
          </Button>
        ) : (
          <span className="text-ink-3 text-xs">{step.a && step.b ? t('same output') : ''}</span>
        )}
      </div>
      {open && <Changes changes={step.changes} />}
    </li>
  )
}

function SideFacts({ side }: { side: Side | null }) {
  if (!side) return <span className="text-ink-3">{t('Not reached')}</span>
  return (
    <span className="flex items-center gap-2">
      <StatusBadge status={side.status} />
      <span className="num font-mono text-ink-2 text-xs">
        {side.durationMs === null ? '' : formatDuration(side.durationMs)}
        {side.attempts > 1 && ` ×${side.attempts}`}
      </span>
    </span>
  )
}

function Changes({ changes }: { changes: readonly Change[] }) {
  return (
    <table className="mt-2 w-full table-fixed text-left font-mono text-xs">
      <thead className="text-ink-3">
        <tr>
          <th scope="col" className="w-1/4 font-normal">
            {t('Where')}
          </th>
          <th scope="col" className="font-normal">
            A
          </th>
          <th scope="col" className="font-normal">
            B
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ path, before, after }) => (
          <tr key={path} className="align-top">
            <th scope="row" className="break-words pr-3 font-normal">
              {path || 'output'}
            </th>
            <td className="break-words pr-3 text-failed">{short(before)}</td>
            <td className="break-words text-succeeded">{short(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const MOST_CHARS = 300

function short(value: JsonValue | undefined): string {
  if (value === undefined) return '–'
  const text = JSON.stringify(value)
  return text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS)}…` : text
}
