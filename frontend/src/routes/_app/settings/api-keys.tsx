import { createFileRoute } from '@tanstack/react-router'
import { ApiKeysSection } from '@/features/settings/api-keys-section'

export const Route = createFileRoute('/_app/settings/api-keys')({ component: ApiKeysSection })
