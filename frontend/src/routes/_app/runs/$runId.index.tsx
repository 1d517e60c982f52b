import { createFileRoute, notFound } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { type GraphSlotProps, RunPage } from '@/features/run-page/run-page'
import { readRunSearch } from '@/features/run-page/run-search'
import { readUuid } from '@/shared/lib/search-params'

/** Its own file: a phone shows no graph and need not load the canvas. */
const ReadOnlyCanvas = lazy(async () => {
  const { ReadOnlyCanvas } = await import('@/features/editor/canvas/read-only-canvas')
  return { default: ReadOnlyCanvas }
})

export const Route = createFileRoute('/_app/runs/$runId/')({
  validateSearch: readRunSearch,
  beforeLoad: ({ params }) => {
    if (!readUuid(params.runId)) throw notFound()
  },
  component: RunRoute,
})

function RunRoute() {
  const { runId } = Route.useParams()
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <RunPage
      key={runId}
      runId={runId}
      search={search}
      onSearch={(next) => navigate({ search: next, replace: true })}
      renderGraph={renderGraph}
    />
  )
}

function renderGraph(props: GraphSlotProps) {
  return (
    <Suspense fallback={<div className="h-full bg-canvas" />}>
      <ReadOnlyCanvas {...props} />
    </Suspense>
  )
}
