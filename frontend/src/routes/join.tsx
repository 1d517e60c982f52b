import { createFileRoute } from '@tanstack/react-router'
import { JoinPage } from '@/features/auth/join-page'

export const Route = createFileRoute('/join')({ component: Join })

function Join() {
  // A whole load: nothing that was shown for another account may stay.
  return <JoinPage token={location.hash.slice(1)} onJoined={() => location.assign('/workflows')} />
}
