import { createFileRoute } from '@tanstack/react-router'
import { BulkPage } from '@/features/runs/bulk/bulk-page'

export const Route = createFileRoute('/_app/bulk-actions')({ component: BulkPage })
