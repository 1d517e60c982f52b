import { createFileRoute } from '@tanstack/react-router'
import { ChatRoutePage } from '@/features/chat/chat-route-page'
import { readFlag, readUuid, type SearchParams } from '@/shared/lib/search-params'

type Search = {
  with?: string | undefined
  conversation?: string | undefined
  feedback?: true | undefined
}

export const Route = createFileRoute('/_app/chat')({
  validateSearch: (params: SearchParams): Search => ({
    with: readUuid(params.with),
    conversation: readUuid(params.conversation),
    feedback: readFlag(params.feedback),
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
      feedback={search.feedback}
      onConversation={(conversation) => navigate({ search: { with: search.with, conversation } })}
    />
  )
}
