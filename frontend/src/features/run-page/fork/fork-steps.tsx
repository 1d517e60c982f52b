import { CornerDownRight, Recycle } from 'lucide-react'
import type { ForkPreview, ForkStepRead } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { reasonOf } from './fork-words'

type ForkStepsProps = {
  preview: ForkPreview
  /** A newer one is being worked out. */
  stale: boolean
}

/** Each step of the new run, and what becomes of it. */
export function ForkSteps({ preview, stale }: ForkStepsProps) {
  const first = new Set(preview.starts_with)
  return (
    <section
      aria-label={t('What is reused and what runs')}
      aria-busy={stale}
      className={cn('space-y-1.5', stale && 'opacity-60')}
    >
      <p role="status" className="font-medium">
        {plural(preview.reused_count, '{count} step is reused', '{count} steps are reused')},{' '}
        {plural(preview.run_count, '{count} runs', '{count} run')}.
        {preview.kept_inside > 0 &&
          ` ${plural(
            preview.kept_inside,
            'In loops that run, {count} step is kept.',
            'In loops that run, {count} steps are kept.',
          )}`}
      </p>
      <ul
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={t('Steps')}
        className="max-h-56 divide-y divide-line overflow-y-auto rounded-control border border-line"
      >
        {preview.steps.map((step) => (
          <ForkStep key={step.node_id} step={step} isFirst={first.has(step.node_id)} />
        ))}
      </ul>
    </section>
  )
}

type ForkStepProps = { step: ForkStepRead; isFirst: boolean }

function ForkStep({ step, isFirst }: ForkStepProps) {
  const Icon = step.reused ? Recycle : CornerDownRight
  return (
    <li
      data-step={step.node_id}
      data-reused={step.reused}
      className="flex h-8 items-center gap-2 px-2.5"
    >
      <Icon
        aria-hidden
        className={cn('size-3.5 shrink-0', step.reused ? 'text-ink-3' : 'text-accent')}
      />
      <span className={cn('min-w-0 truncate', step.reused ? 'text-ink-2' : 'font-medium')}>
        {step.name || step.node_id}
      </span>
      <span className="ml-auto shrink-0 text-ink-3 text-xs">
        <span className="font-medium text-ink-2">
          {step.reused ? t('Reused') : isFirst ? t('Runs first') : t('Runs')}
        </span>
        : {reasonOf(step)}
      </span>
    </li>
  )
}
