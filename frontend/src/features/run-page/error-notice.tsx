import { CircleX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ErrorRead } from '@/shared/api/types'
import { Said } from '@/shared/i18n/said'
import { t } from '@/shared/i18n/texts'
import { CopyButton } from '@/shared/ui/copy-button'
import { errorAdvice } from './error-advice'

type ErrorNoticeProps = {
  error: ErrorRead
  /** As a button that leads to the step. */
  action?: ReactNode
}

/** What happened, what to do, and its code to report. */
export function ErrorNotice({ error, action }: ErrorNoticeProps) {
  const advice = errorAdvice(error)
  return (
    <div className="flex gap-3 rounded-control bg-failed-wash p-3">
      <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
      <div className="min-w-0 flex-1 space-y-1">
        <p className="whitespace-pre-wrap break-words font-medium">
          <Said>{error.message}</Said>
        </p>
        {advice && <p className="text-ink-2">{advice}</p>}
        <p className="flex items-center gap-1 font-mono text-2xs text-ink-2">
          {error.type}
          <CopyButton
            value={() => JSON.stringify(error, null, 2)}
            label={t('Copy the error')}
            className="size-5 [&_svg]:size-3"
          />
        </p>
      </div>
      {action}
    </div>
  )
}
