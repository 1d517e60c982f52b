import { createFileRoute } from '@tanstack/react-router'
import { DataSetsPage } from '@/features/evaluations/data-sets-page'

export const Route = createFileRoute('/_app/evaluations/')({ component: DataSetsPage })
