import { createFileRoute } from '@tanstack/react-router'
import { ApiKeysSection } from '@/features/settings/api-keys-section'
import { ServiceAccountsSection } from '@/features/settings/service-accounts-section'

export const Route = createFileRoute('/_app/settings/api-keys')({ component: ApiKeysRoute })

function ApiKeysRoute() {
  return (
    <div className="space-y-8">
      <ApiKeysSection />
      <ServiceAccountsSection />
    </div>
  )
}
