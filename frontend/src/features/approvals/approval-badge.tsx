import { Check, CircleSlash, Hand, X } from 'lucide-react'
import type { ApprovalRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'

const LOOKS = {
  open: { word: 'Open', icon: Hand, style: 'bg-waiting-wash px-1.5 text-waiting' },
  approved: { word: 'Approved', icon: Check, style: 'text-succeeded' },
  rejected: { word: 'Rejected', icon: X, style: 'bg-failed px-1.5 text-on-failed' },
  closed: {
    word: 'Closed',
    icon: CircleSlash,
    style: 'border border-current/60 border-dashed px-1.5 text-idle',
  },
} as const

type ApprovalBadgeProps = { status: ApprovalRead['status'] }

export function ApprovalBadge({ status }: ApprovalBadgeProps) {
  const { word, icon: Icon, style } = LOOKS[status]
  return (
    <span
      data-approval={status}
      className={cn(
        'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-chip font-medium text-xs',
        style,
      )}
    >
      <Icon aria-hidden strokeWidth={2.25} className="size-3.5" />
      {t(word)}
    </span>
  )
}
