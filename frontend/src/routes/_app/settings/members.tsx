import { createFileRoute } from '@tanstack/react-router'
import { MembersSection } from '@/features/members/members-section'

export const Route = createFileRoute('/_app/settings/members')({ component: MembersSection })
