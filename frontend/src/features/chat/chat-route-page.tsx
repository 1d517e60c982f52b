import { ChatPage } from './chat-page'
import { ChatsPage } from './chats-page'

type ChatRoutePageProps = {
  /** None: all chats. */
  triggerId: string | undefined
  conversationId: string | undefined
  onConversation: (conversationId: string | undefined) => void
}

/** One chat, or the list of them. */
export function ChatRoutePage({ triggerId, ...shown }: ChatRoutePageProps) {
  return triggerId ? <ChatPage key={triggerId} triggerId={triggerId} {...shown} /> : <ChatsPage />
}
