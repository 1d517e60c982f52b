import { createFileRoute } from '@tanstack/react-router'
import { VisitorPage } from '@/features/chat/visitor-page'

export const Route = createFileRoute('/chats/$path')({ component: Visitor })

function Visitor() {
  const { path } = Route.useParams()
  return <VisitorPage key={path} path={path} />
}
