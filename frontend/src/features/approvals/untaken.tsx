import type { ApprovalRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { CopyButton } from '@/shared/ui/copy-button'
import type { Answer } from './approval-queries'

type UntakenProps = {
  approval: ApprovalRead
  /** What was written, sent or not. */
  comment: string
  /** What was sent too late. */
  refused: Answer | null
}

/** Somebody else was first. What one wrote is still there to copy. */
export function Untaken({ approval, comment, refused }: UntakenProps) {
  // Where the comment is the one that counts, one's own answer came through and only its reply was lost.
  const isOwn = comment === approval.comment
  if (!refused && (!comment || isOwn)) return null
  return (
    <section
      role="alert"
      aria-label={t('Your answer')}
      className="space-y-2 rounded-control bg-failed-wash p-3"
    >
      <p className="font-medium">
        {t('This was answered or closed in the meantime. Your answer was not taken.')}
      </p>
      {comment && (
        <div className="flex items-start gap-2">
          <p className="min-w-0 flex-1 whitespace-pre-wrap break-words">“{comment}”</p>
          <CopyButton value={comment} label={t('Copy your comment')} />
        </div>
      )}
    </section>
  )
}
