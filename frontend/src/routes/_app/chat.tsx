import { createFileRoute } from '@tanstack/react-router'
import { ChatRoutePage } from '@/features/chat/chat-route-page'
import { readUuid, type SearchParams } from '@/shared/lib/search-params'

type Search = { with?: string | undefined; conversation?: string | undefined }

export const Route = createFileRoute('/_app/chat')({
  validateSearch: (params: SearchParams): Search => ({
    with: readUuid(params.with),
    conversation: readUuid(params.conversation),
  }),
  component: ChatRoute,
})

function ChatRoute() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <ChatRoutePage
      triggerId={search.with}
      conversationId={search.conversation}
      onConversation={(conversation) => navigate({ search: { with: search.with, conversation } })}
    />
  )
}
