import { CircleCheck, CircleX } from 'lucide-react'
import { cn } from '@/shared/lib/cn'

type Outcome = { ok: boolean; words: string; facts?: string | undefined }

/** What came of trying something out; read aloud when it comes. */
export function TryOutcome({ outcome }: { outcome: Outcome | undefined }) {
  return <div aria-live="polite">{outcome && <Shown {...outcome} />}</div>
}

function Shown({ ok, words, facts }: Outcome) {
  const Icon = ok ? CircleCheck : CircleX
  return (
    <div className={cn('flex gap-2 rounded-control p-3', ok ? 'bg-sunken' : 'bg-failed-wash')}>
      <Icon
        aria-hidden
        className={cn('mt-0.5 size-4 shrink-0', ok ? 'text-succeeded' : 'text-failed')}
      />
      <div className="min-w-0 space-y-1">
        <p className="break-words">{words}</p>
        {facts && <p className="num text-ink-2 text-xs">{facts}</p>}
      </div>
    </div>
  )
}
