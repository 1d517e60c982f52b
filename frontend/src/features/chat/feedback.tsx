import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ThumbsDown, ThumbsUp } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { TurnRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { Button } from '@/shared/ui/button'
import { IconButton } from '@/shared/ui/icon-button'
import { Input } from '@/shared/ui/input'
import { notify, notifyError } from '@/shared/ui/toaster'
import { rateTurn, turnsKey } from './chat-queries'
import { useChatSource } from './chat-source'

type FeedbackProps = { conversationId: string; turn: TurnRead }

/** Whether the answer was good, and why. */
export function Feedback({ conversationId, turn }: FeedbackProps) {
  const source = useChatSource()
  const queryClient = useQueryClient()
  const [asks, setAsks] = useState(false)
  const [comment, setComment] = useState(turn.comment)
  const rate = useMutation({
    mutationFn: (given: { rating: TurnRead['rating']; comment: string }) =>
      rateTurn(source, conversationId, turn.id, given),
    onError: (error) => notifyError(t('That could not be kept'), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: turnsKey(source, conversationId) }),
  })
  const shown = rate.isPending ? rate.variables.rating : turn.rating
  const toggle = (rating: 'good' | 'bad') => {
    const next = shown === rating ? null : rating
    setAsks(next !== null)
    rate.mutate({ rating: next, comment: next === null ? '' : comment })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    rate.mutate({ rating: shown, comment: comment.trim() })
    setAsks(false)
    notify(t('Thank you'))
  }
  return (
    <>
      <IconButton
        icon={ThumbsUp}
        label={t('A good answer')}
        size="icon-sm"
        aria-pressed={shown === 'good'}
        className={cn(shown === 'good' && 'bg-sunken text-ink')}
        onClick={() => toggle('good')}
      />
      <IconButton
        icon={ThumbsDown}
        label={t('A bad answer')}
        size="icon-sm"
        aria-pressed={shown === 'bad'}
        className={cn(shown === 'bad' && 'bg-sunken text-ink')}
        onClick={() => toggle('bad')}
      />
      {asks && (
        <form onSubmit={submit} className="flex min-w-0 basis-full items-center gap-2 py-1">
          <Input
            aria-label={t('What was good or bad about it?')}
            placeholder={t('What was good or bad about it?')}
            value={comment}
            maxLength={10_000}
            onChange={(event) => setComment(event.target.value)}
          />
          <Button type="submit">{t('Send')}</Button>
        </form>
      )}
    </>
  )
}
