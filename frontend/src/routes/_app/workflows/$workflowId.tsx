import { createFileRoute } from '@tanstack/react-router'
import { EditorPage } from '@/features/editor'

export const Route = createFileRoute('/_app/workflows/$workflowId')({ component: EditorRoute })

function EditorRoute() {
  const { workflowId } = Route.useParams()
  // A key of the id: one editor edits one document from its load to its end.
  return <EditorPage key={workflowId} workflowId={workflowId} />
}
