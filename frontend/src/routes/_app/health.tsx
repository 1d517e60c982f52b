import { createFileRoute } from '@tanstack/react-router'
import { HealthPage } from '@/features/runs/health/health-page'

export const Route = createFileRoute('/_app/health')({ component: HealthPage })
