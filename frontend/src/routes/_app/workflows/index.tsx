import { createFileRoute } from '@tanstack/react-router'
import { workflowsQuery } from '@/features/workflows'
import { readWorkflowFilters, type WorkflowFilters } from '@/features/workflows/list-filters'
import { type OpenDialog, WorkflowsPage } from '@/features/workflows/workflows-page'
import { readFlag, type SearchParams } from '@/shared/lib/search-params'

type WorkflowsSearch = WorkflowFilters & {
  /** The dialog for a new workflow is open. */
  new?: true | undefined
  import?: true | undefined
}

export const Route = createFileRoute('/_app/workflows/')({
  validateSearch: (params: SearchParams): WorkflowsSearch => ({
    ...readWorkflowFilters(params),
    new: readFlag(params.new),
    import: readFlag(params.import),
  }),
  loaderDeps: ({ search: { new: _new, import: _import, ...filters } }) => filters,
  loader: ({ context, deps }) => {
    // Not awaited: the page shows its own outline while it loads.
    context.queryClient.prefetchInfiniteQuery(workflowsQuery(deps))
  },
  component: WorkflowsRoute,
})

function WorkflowsRoute() {
  const { new: creating, import: importing, ...filters } = Route.useSearch()
  const navigate = Route.useNavigate()
  const open = (dialog: OpenDialog | null) => (dialog ? { [dialog]: true as const } : {})
  return (
    <WorkflowsPage
      filters={filters}
      onFilters={(changed) => navigate({ search: changed, replace: true })}
      dialog={creating ? 'new' : importing ? 'import' : null}
      onDialog={(dialog) => navigate({ search: { ...filters, ...open(dialog) }, replace: true })}
    />
  )
}
