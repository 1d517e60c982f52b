import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleX, Hand, Paperclip, RotateCw, Square } from 'lucide-react'
import { RunApprovals } from '@/features/approvals'
import type { TurnRead } from '@/shared/api/types'
import { Said } from '@/shared/i18n/said'
import { t } from '@/shared/i18n/texts'
import { formatBytes } from '@/shared/lib/format'
import { Button } from '@/shared/ui/button'
import { CopyButton } from '@/shared/ui/copy-button'
import { MarkdownText } from '@/shared/ui/markdown'
import { RunLink } from '@/shared/ui/run-link'
import { Spinner } from '@/shared/ui/spinner'
import { notifyError } from '@/shared/ui/toaster'
import { isOpen } from './answer-text'
import { sayTurn, stopTurn, turnsKey } from './chat-queries'
import { useChatSource } from './chat-source'
import { Feedback } from './feedback'
import { useAnswer } from './use-answer'

type TurnViewProps = { conversationId: string; turn: TurnRead }

/** What was said, and what became of it. */
export function TurnView({ conversationId, turn: given }: TurnViewProps) {
  const { turn, text, failure } = useAnswer(conversationId, given)
  const goesOn = isOpen(turn)
  return (
    <article aria-label={t('Message and answer')} className="space-y-3">
      <SaidText turn={turn} />
      <div aria-busy={goesOn} className="min-w-0 space-y-2">
        {goesOn ? (
          <>
            {text && <MarkdownText text={text} />}
            <GoesOn conversationId={conversationId} turn={turn} isWritten={text !== ''} />
          </>
        ) : (
          <Ended conversationId={conversationId} turn={turn} />
        )}
        {failure !== null && (
          <p role="alert" className="text-failed text-sm">
            {t('The answer can’t be followed at present: load this page again.')}
          </p>
        )}
      </div>
    </article>
  )
}

function SaidText({ turn }: { turn: TurnRead }) {
  return (
    <div className="ml-auto w-fit max-w-[85%] space-y-1.5 rounded-card bg-sunken px-3.5 py-2">
      <h3 className="sr-only">{t('You said')}</h3>
      {turn.text && <p className="whitespace-pre-wrap break-words leading-6">{turn.text}</p>}
      {turn.files.length > 0 && (
        <ul aria-label={t('Files')} className="space-y-0.5 text-ink-2 text-xs">
          {turn.files.map(({ name, size }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
            <li key={at} className="flex items-center gap-1.5">
              <Paperclip aria-hidden className="size-3 shrink-0" />
              <span className="min-w-0 truncate">{name}</span>
              <span className="num shrink-0">{formatBytes(size)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

type GoesOnProps = TurnViewProps & { isWritten: boolean }

function GoesOn({ conversationId, turn, isWritten }: GoesOnProps) {
  const source = useChatSource()
  const stop = useMutation({
    mutationFn: () => stopTurn(source, conversationId, turn.id),
    onError: (error) => notifyError(t('It could not be stopped'), error),
  })
  const isWaiting = turn.status === 'waiting'
  return (
    <>
      <div className="flex items-center gap-2 text-ink-3 text-sm">
        {isWaiting ? <Hand aria-hidden className="size-4" /> : <Spinner />}
        <span role="status">{wordsOf(turn, isWritten)}</span>
        <Button size="sm" variant="ghost" loading={stop.isPending} onClick={() => stop.mutate()}>
          {!stop.isPending && <Square aria-hidden />}
          {t('Stop')}
        </Button>
      </div>
      {isWaiting && source.isMember && turn.run_id && <RunApprovals runId={turn.run_id} />}
    </>
  )
}

function wordsOf({ status }: TurnRead, isWritten: boolean): string {
  if (status === 'waiting') return t('It waits, perhaps for somebody’s answer.')
  if (status === 'paused') return t('Somebody has paused it.')
  return isWritten ? t('Writing…') : t('Thinking…')
}

function Ended({ conversationId, turn }: TurnViewProps) {
  if (turn.status === 'unsent') return <Unsent conversationId={conversationId} turn={turn} />
  return (
    <>
      <h3 className="sr-only">{t('Answer')}</h3>
      {turn.answer ? (
        <MarkdownText text={turn.answer} />
      ) : turn.error ? (
        <p className="flex items-start gap-2 text-failed">
          <CircleX aria-hidden className="mt-1 size-4 shrink-0" />
          <span className="min-w-0 break-words leading-6">
            <Said>{turn.error}</Said>
          </span>
        </p>
      ) : (
        <p className="text-ink-3">{t('It has nothing to say to that.')}</p>
      )}
      <footer className="flex flex-wrap items-center gap-1">
        {turn.answer && <CopyButton value={turn.answer} label={t('Copy the answer')} />}
        <Feedback key={turn.id} conversationId={conversationId} turn={turn} />
        {turn.run_id && <RunLink runId={turn.run_id} />}
      </footer>
    </>
  )
}

function Unsent({ conversationId, turn }: TurnViewProps) {
  const source = useChatSource()
  const queryClient = useQueryClient()
  const again = useMutation({
    mutationFn: () => sayTurn(source, conversationId, { id: turn.id, text: turn.text, files: [] }),
    onError: (error) => notifyError(t('It could not be sent'), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: turnsKey(source, conversationId) }),
  })
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 text-failed text-sm">
      {t('It was not sent.')}
      <Button size="sm" loading={again.isPending} onClick={() => again.mutate()}>
        {!again.isPending && <RotateCw aria-hidden />}
        {t('Send again')}
      </Button>
    </div>
  )
}
