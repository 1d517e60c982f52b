import { createFileRoute } from '@tanstack/react-router'
import { AuditSection } from '@/features/audit/audit-section'

export const Route = createFileRoute('/_app/settings/audit')({ component: AuditSection })
