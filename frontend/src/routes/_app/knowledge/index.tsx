import { createFileRoute } from '@tanstack/react-router'
import { basesQuery } from '@/features/knowledge'
import { KnowledgePage } from '@/features/knowledge/knowledge-page'

export const Route = createFileRoute('/_app/knowledge/')({
  loader: ({ context }) => {
    context.queryClient.prefetchQuery(basesQuery)
  },
  component: KnowledgePage,
})
