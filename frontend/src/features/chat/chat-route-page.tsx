import { ChatPage } from './chat-page'
import { ChatsPage } from './chats-page'
import { FeedbackPage } from './feedback-page'

type ChatRoutePageProps = {
  /** None: all chats. */
  triggerId: string | undefined
  conversationId: string | undefined
  /** What people thought of its answers, instead of the chat. */
  feedback: true | undefined
  onConversation: (conversationId: string | undefined) => void
}

/** One chat, what people thought of it, or the list of chats. */
export function ChatRoutePage({ triggerId, feedback, ...shown }: ChatRoutePageProps) {
  if (triggerId && feedback) return <FeedbackPage triggerId={triggerId} />
  return triggerId ? <ChatPage key={triggerId} triggerId={triggerId} {...shown} /> : <ChatsPage />
}
