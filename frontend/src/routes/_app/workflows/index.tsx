import { createFileRoute } from '@tanstack/react-router'
import { workflowsQuery } from '@/features/workflows'
import { WorkflowsPage } from '@/features/workflows/workflows-page'
import { readFlag, type SearchParams } from '@/shared/lib/search-params'

type WorkflowsSearch = {
  archived?: true | undefined
  /** The dialog for a new workflow is open. */
  new?: true | undefined
}

export const Route = createFileRoute('/_app/workflows/')({
  validateSearch: (params: SearchParams): WorkflowsSearch => ({
    archived: readFlag(params.archived),
    new: readFlag(params.new),
  }),
  loaderDeps: ({ search }) => ({ archived: search.archived === true }),
  loader: ({ context, deps }) => {
    // Not awaited: the page shows its own outline while it loads.
    context.queryClient.prefetchInfiniteQuery(workflowsQuery({ search: '', ...deps }))
  },
  component: WorkflowsRoute,
})

function WorkflowsRoute() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const change = (changed: WorkflowsSearch) =>
    navigate({ search: { ...search, ...changed }, replace: true })
  return (
    <WorkflowsPage
      archived={search.archived === true}
      onArchived={(archived) => change({ archived: archived || undefined })}
      creating={search.new === true}
      onCreating={(creating) => change({ new: creating || undefined })}
    />
  )
}
