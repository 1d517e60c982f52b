import { createFileRoute, notFound } from '@tanstack/react-router'
import { EditorPage } from '@/features/editor'
import { askAhead } from '@/shared/api/workflow-ahead'
import { readUuid, type SearchParams } from '@/shared/lib/search-params'

export const Route = createFileRoute('/_app/workflows/$workflowId')({
  // Of a past run whose data is to be on the canvas.
  validateSearch: (params: SearchParams): { run?: string | undefined } => ({
    run: readUuid(params.run),
  }),
  beforeLoad: ({ params }) => {
    if (!readUuid(params.workflowId)) throw notFound()
  },
  loader: ({ params, cause }) => {
    if (cause === 'enter') askAhead(params.workflowId)
  },
  component: EditorRoute,
})

function EditorRoute() {
  const { workflowId } = Route.useParams()
  const { run } = Route.useSearch()
  // A key of the id: one editor edits one document from its load to its end.
  return <EditorPage key={workflowId} workflowId={workflowId} runId={run} />
}
