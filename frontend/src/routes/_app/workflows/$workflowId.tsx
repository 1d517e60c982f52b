import { createFileRoute, notFound } from '@tanstack/react-router'
import { EditorPage } from '@/features/editor'
import { readUuid } from '@/shared/lib/search-params'

export const Route = createFileRoute('/_app/workflows/$workflowId')({
  beforeLoad: ({ params }) => {
    if (!readUuid(params.workflowId)) throw notFound()
  },
  component: EditorRoute,
})

function EditorRoute() {
  const { workflowId } = Route.useParams()
  // A key of the id: one editor edits one document from its load to its end.
  return <EditorPage key={workflowId} workflowId={workflowId} />
}
