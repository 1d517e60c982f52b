import { createFileRoute } from '@tanstack/react-router'

export const Route = createFileRoute('/_app/workflows/')({ component: () => <h1>Workflows</h1> })
