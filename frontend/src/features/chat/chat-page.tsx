import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronLeft, MessageSquarePlus } from 'lucide-react'
import { useMemo } from 'react'
import { usePermission } from '@/shared/api/me'
import type { ChatRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { ErrorState } from '@/shared/ui/error-state'
import { IconButton } from '@/shared/ui/icon-button'
import { Page } from '@/shared/ui/page'
import { LoadingRows } from '@/shared/ui/skeleton'
import { chatQuery } from './chat-queries'
import { ChatSourceProvider, memberSource } from './chat-source'
import { ConversationList, ConversationMenu } from './conversation-list'
import { ConversationView } from './conversation-view'
import { DeleteConversation } from './delete-conversation'

type ChatPageProps = {
  triggerId: string
  conversationId: string | undefined
  onConversation: (conversationId: string | undefined) => void
}

/** A member talks with a workflow. */
export function ChatPage({ triggerId, ...shown }: ChatPageProps) {
  const source = useMemo(() => memberSource(triggerId), [triggerId])
  const query = useQuery(chatQuery(source))
  return (
    <ChatSourceProvider value={source}>
      {query.data ? (
        <Shown chat={query.data} {...shown} />
      ) : (
        <Page title={t('Chat')}>
          {query.isError ? (
            <ErrorState error={query.error} onRetry={() => query.refetch()} />
          ) : (
            <LoadingRows rows={4} label={t('Loading the chat')} />
          )}
        </Page>
      )}
    </ChatSourceProvider>
  )
}

type ShownProps = Omit<ChatPageProps, 'triggerId'> & { chat: ChatRead }

function Shown({ chat, conversationId, onConversation }: ShownProps) {
  const mayRead = usePermission('edit')
  return (
    <Page
      title={chat.title}
      heading={
        <>
          <Link
            to="/chat"
            aria-label={t('Back to the chats')}
            className="-ml-2 grid size-7 shrink-0 place-items-center rounded-control text-ink-3 hover:bg-sunken hover:text-ink"
          >
            <ChevronLeft aria-hidden className="size-4" />
          </Link>
          <h1 className="truncate font-semibold text-md">{chat.title}</h1>
        </>
      }
      facts={
        <span className="hidden items-center gap-2 sm:flex">
          <Badge>{chat.workflow_name}</Badge>
          {chat.paused && <Badge>{t('Paused')}</Badge>}
        </span>
      }
      actions={
        <>
          <span className="contents wide:hidden">
            <ConversationMenu onShow={onConversation} />
          </span>
          {conversationId && (
            <DeleteConversation
              conversationId={conversationId}
              onDeleted={() => onConversation(undefined)}
            />
          )}
          {mayRead && (
            <Button variant="ghost" asChild>
              <Link to="/chat" search={{ with: chat.trigger_id, feedback: true }}>
                {t('Feedback')}
              </Link>
            </Button>
          )}
          <IconButton
            icon={MessageSquarePlus}
            label={t('New conversation')}
            disabled={!conversationId}
            onClick={() => onConversation(undefined)}
          />
        </>
      }
    >
      <div className="flex h-full min-h-0">
        <aside className="hidden w-64 shrink-0 overflow-y-auto border-line border-r wide:block">
          <ConversationList shown={conversationId} onShow={onConversation} />
        </aside>
        <div className="min-w-0 flex-1">
          <ConversationView chat={chat} conversationId={conversationId} onBegun={onConversation} />
        </div>
      </div>
    </Page>
  )
}
