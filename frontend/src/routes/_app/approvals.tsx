import { createFileRoute } from '@tanstack/react-router'
import { approvalsQuery } from '@/features/approvals'
import { ApprovalsPage } from '@/features/approvals/approvals-page'
import { readFlag, readUuid, type SearchParams } from '@/shared/lib/search-params'

type ApprovalsSearch = {
  /** Answered ones too. */
  all?: true | undefined
  /** Id of the one that is open. */
  approval?: string | undefined
}

export const Route = createFileRoute('/_app/approvals')({
  validateSearch: (params: SearchParams): ApprovalsSearch => ({
    all: readFlag(params.all),
    approval: readUuid(params.approval),
  }),
  loaderDeps: ({ search }) => ({ all: search.all === true }),
  loader: ({ context, deps }) => {
    context.queryClient.prefetchInfiniteQuery(approvalsQuery(!deps.all))
  },
  component: ApprovalsRoute,
})

function ApprovalsRoute() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const change = (changed: ApprovalsSearch) =>
    navigate({ search: { ...search, ...changed }, replace: true })
  return (
    <ApprovalsPage
      all={search.all === true}
      onAll={(all) => change({ all: all || undefined })}
      chosen={search.approval}
      onChosen={(approval) => change({ approval })}
    />
  )
}
