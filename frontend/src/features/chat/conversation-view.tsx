import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { ChatRead, TurnRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { MarkdownText } from '@/shared/ui/markdown'
import { LoadingRows } from '@/shared/ui/skeleton'
import { isOpen } from './answer-text'
import { turnsQuery } from './chat-queries'
import { useChatSource } from './chat-source'
import { Composer } from './composer'
import { TurnView } from './turn-view'
import { useSaying } from './use-conversation'

type ConversationViewProps = {
  chat: ChatRead
  /** None: it begins with what is said first. */
  conversationId: string | undefined
  onBegun: (conversationId: string) => void
}

/** All that was said, and the place to say more. */
export function ConversationView({ chat, conversationId, onBegun }: ConversationViewProps) {
  const source = useChatSource()
  const query = useInfiniteQuery({
    ...turnsQuery(source, conversationId ?? ''),
    enabled: conversationId !== undefined,
  })
  const saying = useSaying(conversationId, onBegun)
  const turns = conversationId
    ? (query.data?.pages.flatMap(({ items }) => items) ?? []).toReversed()
    : []
  const last = turns.at(-1)
  const say = (text: string) => saying.mutate({ id: crypto.randomUUID(), text, files: [] })
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Scroller last={last}>
        {conversationId && query.isPending ? (
          <LoadingRows rows={4} label={t('Loading the conversation')} />
        ) : conversationId && query.isError && !query.data ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <>
            <LoadMore query={query} />
            {turns.length === 0 && <Opening chat={chat} busy={saying.isPending} onSay={say} />}
            {conversationId &&
              turns.map((turn) => (
                <TurnView key={turn.id} conversationId={conversationId} turn={turn} />
              ))}
          </>
        )}
      </Scroller>
      <div className="border-line border-t p-3">
        <div className="mx-auto max-w-3xl">
          <Composer
            takesFiles={chat.files}
            blocked={whyBlocked(chat, last)}
            busy={saying.isPending}
            error={saying.error}
            onSay={saying.mutateAsync}
          />
        </div>
      </div>
    </div>
  )
}

function whyBlocked(chat: ChatRead, last: TurnRead | undefined): string | undefined {
  if (chat.paused) return t('This chat is closed at present.')
  return last && isOpen(last) ? t('The answer comes first.') : undefined
}

type OpeningProps = { chat: ChatRead; busy: boolean; onSay: (text: string) => void }

function Opening({ chat, busy, onSay }: OpeningProps) {
  return (
    <div className="space-y-4 py-8">
      {chat.greeting ? (
        <MarkdownText text={chat.greeting} />
      ) : (
        <p className="text-ink-2">{t('Nothing has been said yet.')}</p>
      )}
      {chat.openings.length > 0 && (
        <ul aria-label={t('To begin with')} className="flex flex-wrap gap-2">
          {chat.openings.map((text) => (
            <li key={text} className="max-w-full">
              <Button
                disabled={busy || chat.paused}
                className="h-auto min-h-8 max-w-full whitespace-normal py-1 text-left"
                onClick={() => onSay(text)}
              >
                {text}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

const NEAR_PX = 120

type ScrollerProps = { last: TurnRead | undefined; children: React.ReactNode }

/** Stays at the end while the answer grows, unless somebody has scrolled up to read. */
function Scroller({ last, children }: ScrollerProps) {
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const follows = useRef(true)
  const lastId = last?.id
  useEffect(() => {
    // What one has just said oneself is always shown.
    if (lastId) follows.current = true
    const [outer, inner] = [box.current, content.current]
    if (!outer || !inner) return
    const toEnd = () => {
      if (follows.current) outer.scrollTop = outer.scrollHeight
    }
    const watcher = new ResizeObserver(toEnd)
    watcher.observe(inner)
    toEnd()
    return () => watcher.disconnect()
  }, [lastId])
  const onScroll = () => {
    const outer = box.current
    if (outer) follows.current = outer.scrollHeight - outer.scrollTop - outer.clientHeight < NEAR_PX
  }
  return (
    <div
      ref={box}
      role="log"
      aria-label={t('Conversation')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled with the keyboard
      tabIndex={0}
      onScroll={onScroll}
      className="min-h-0 flex-1 overflow-y-auto px-4"
    >
      <div ref={content} className="mx-auto max-w-3xl space-y-6 py-4">
        {children}
      </div>
    </div>
  )
}
