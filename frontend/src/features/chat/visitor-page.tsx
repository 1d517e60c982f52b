import { useQuery } from '@tanstack/react-query'
import { MessageSquarePlus } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ChatSessionRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { readUuid } from '@/shared/lib/search-params'
import { ErrorState } from '@/shared/ui/error-state'
import { IconButton } from '@/shared/ui/icon-button'
import { Page } from '@/shared/ui/page'
import { LoadingRows } from '@/shared/ui/skeleton'
import { openSession } from './chat-queries'
import { ChatSourceProvider, visitorSource } from './chat-source'
import { ConversationMenu } from './conversation-list'
import { ConversationView } from './conversation-view'
import { DeleteConversation } from './delete-conversation'

/** Talks without signing in; on a site of somebody else's it stands in a frame. */
export function VisitorPage({ path }: { path: string }) {
  const kept = useKept(path)
  const query = useQuery({
    queryKey: ['chat-session', path],
    queryFn: async () => {
      const session = await openSession(path, kept.read('token'))
      kept.write('token', session.token)
      return session
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  if (query.data) return <Visit session={query.data} kept={kept} />
  return (
    <Page title={t('Chat')}>
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <LoadingRows rows={4} label={t('Loading the chat')} />
      )}
    </Page>
  )
}

type Kept = ReturnType<typeof useKept>

function Visit({ session, kept }: { session: ChatSessionRead; kept: Kept }) {
  const { chat, token } = session
  const source = useMemo(() => visitorSource(chat.trigger_id, token), [chat.trigger_id, token])
  const [shown, setShown] = useState(() => readUuid(kept.read('conversation')))
  const show = (conversationId: string | undefined) => {
    kept.write('conversation', conversationId ?? '')
    setShown(conversationId)
  }
  return (
    <ChatSourceProvider value={source}>
      <Page
        title={chat.title}
        actions={
          <>
            <ConversationMenu onShow={show} />
            {shown && (
              <DeleteConversation conversationId={shown} onDeleted={() => show(undefined)} />
            )}
            <IconButton
              icon={MessageSquarePlus}
              label={t('New conversation')}
              disabled={!shown}
              onClick={() => show(undefined)}
            />
          </>
        }
      >
        <ConversationView chat={chat} conversationId={shown} onBegun={show} />
      </Page>
    </ChatSourceProvider>
  )
}

/** What this browser keeps of a visit; a frame may be kept from keeping anything. */
function useKept(path: string) {
  return useMemo(() => {
    const key = (name: string) => `noria.chat.${path}.${name}`
    return {
      read: (name: string): string | null => {
        try {
          return localStorage.getItem(key(name))
        } catch {
          return null
        }
      },
      write: (name: string, value: string) => {
        try {
          localStorage.setItem(key(name), value)
        } catch {
          // Then the visit ends with the page.
        }
      },
    }
  }, [path])
}
