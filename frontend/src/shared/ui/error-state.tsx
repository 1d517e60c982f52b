import { CircleX, RotateCw } from 'lucide-react'
import { errorText } from '@/shared/api/error'
import { useSaid } from '@/shared/i18n/language'
import { t } from '@/shared/i18n/texts'
import { Button } from './button'
import { CopyButton } from './copy-button'

type ErrorStateProps = {
  /** Anything that was thrown. */
  error: unknown
  onRetry?: (() => void) | undefined
}

/** In place of what could not be loaded: what happened, what to do, and a code to report. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const { title, detail, code } = errorText(error, useSaid())
  return (
    <div
      role="alert"
      className="mx-auto flex max-w-120 flex-col items-center gap-3 px-4 py-16 text-center"
    >
      <CircleX aria-hidden className="size-6 text-failed" />
      <div className="space-y-1">
        <p className="font-semibold text-md">{title}</p>
        {detail && <p className="break-words text-ink-2 text-sm">{detail}</p>}
      </div>
      <p className="flex items-center gap-1 font-mono text-2xs text-ink-3">
        {code}
        <CopyButton value={`${code}: ${title}. ${detail}`} label={t('Copy the error')} />
      </p>
      {onRetry && (
        <Button onClick={onRetry}>
          <RotateCw aria-hidden />
          {t('Try again')}
        </Button>
      )}
    </div>
  )
}
