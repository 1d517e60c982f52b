import { createFileRoute } from '@tanstack/react-router'
import { CredentialsSection } from '@/features/credentials/credentials-section'
import { SchemaForm } from '@/features/schema-form'

export const Route = createFileRoute('/_app/settings/credentials')({ component: CredentialsRoute })

function CredentialsRoute() {
  return (
    <CredentialsSection
      fields={({ onValue, value, ...props }) => (
        <SchemaForm {...props} value={{ ...value }} onValue={onValue} expressions={false} />
      )}
    />
  )
}
