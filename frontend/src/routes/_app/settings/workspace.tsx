import { createFileRoute } from '@tanstack/react-router'
import { WorkspaceSection } from '@/features/workspace/workspace-section'

export const Route = createFileRoute('/_app/settings/workspace')({ component: WorkspaceSection })
