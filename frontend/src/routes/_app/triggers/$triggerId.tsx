import { createFileRoute } from '@tanstack/react-router'
import { TriggerPage } from '@/features/triggers/trigger-page'

export const Route = createFileRoute('/_app/triggers/$triggerId')({ component: TriggerRoute })

function TriggerRoute() {
  const { triggerId } = Route.useParams()
  return <TriggerPage key={triggerId} triggerId={triggerId} />
}
