import { createFileRoute } from '@tanstack/react-router'
import { NodeTypesPage } from '@/features/triggers/node-types-page'

export const Route = createFileRoute('/_app/node-types')({ component: NodeTypesPage })
