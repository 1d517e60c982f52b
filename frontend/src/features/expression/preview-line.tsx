import { rich } from '@/shared/i18n/rich'
import { Said } from '@/shared/i18n/said'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { type Preview, previewText } from './preview'

type PreviewLineProps = { preview: Preview; className?: string }

/** Under an expression: its value now, or why there is none. */
export function PreviewLine({ preview, className }: PreviewLineProps) {
  switch (preview.kind) {
    case 'none':
      return null
    case 'no_data':
      return (
        <p className={cn('text-2xs text-ink-3', className)}>
          {rich('Run once to see the value: {step} has no data yet.', {
            step: <code className="font-mono">{preview.node_id}</code>,
          })}
        </p>
      )
    case 'error':
      return (
        <p className={cn('break-words text-failed text-xs', className)}>
          <Said>{preview.fault.message}</Said>
        </p>
      )
    case 'value':
      return (
        <output
          className={cn('flex min-w-0 gap-1.5 font-mono text-2xs text-ink-2', className)}
          title={previewText(preview.value)}
        >
          <span aria-hidden className="text-ink-3">
            =
          </span>
          <span className="sr-only">{t('Value now:')}</span>
          <span className="min-w-0 truncate">{previewText(preview.value)}</span>
        </output>
      )
  }
}
