import { createFileRoute } from '@tanstack/react-router'
import { DashboardPage } from '@/features/dashboard/dashboard-page'
import { DEFAULT_SPAN, SPAN_NAMES, type SpanName } from '@/features/dashboard/span'
import { readOne, type SearchParams } from '@/shared/lib/search-params'

type DashboardSearch = { span?: SpanName | undefined }

export const Route = createFileRoute('/_app/dashboard')({
  validateSearch: (params: SearchParams): DashboardSearch => ({
    span: readOne(params.span, SPAN_NAMES),
  }),
  component: DashboardRoute,
})

function DashboardRoute() {
  const { span } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <DashboardPage
      span={span ?? DEFAULT_SPAN}
      onSpan={(chosen) => navigate({ search: { span: chosen }, replace: true })}
    />
  )
}
