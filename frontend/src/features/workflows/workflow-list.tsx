import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { Archive, Plus, SearchX, Workflow } from 'lucide-react'
import { useState } from 'react'
import type { WorkflowSummary } from '@/shared/api/types'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Th } from '@/shared/ui/table'
import { notify } from '@/shared/ui/toaster'
import { LimitsDialog } from './limits-dialog'
import { NameDialog } from './name-dialog'
import { useArchiving, useCreateExample, useRenameWorkflow } from './use-workflow-actions'
import { WorkflowRow } from './workflow-row'

type Pages = { pages: { items: WorkflowSummary[] }[] }

type WorkflowListProps = {
  query: UseInfiniteQueryResult<Pages>
  search: string
  archived: boolean
  onClearSearch: () => void
  onCreate: () => void
}

export function WorkflowList({ query, ...empty }: WorkflowListProps) {
  if (query.isPending) return <LoadingRows label="Loading workflows" />
  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  }
  const workflows = query.data.pages.flatMap((page) => page.items)
  if (workflows.length === 0) return <NoWorkflows {...empty} />
  return (
    <>
      <WorkflowTable workflows={workflows} />
      <LoadMore query={query} />
    </>
  )
}

function WorkflowTable({ workflows }: { workflows: readonly WorkflowSummary[] }) {
  const [renamed, setRenamed] = useState<WorkflowSummary | null>(null)
  const [limited, setLimited] = useState<WorkflowSummary | null>(null)
  const { archive, unarchive } = useArchiving()
  return (
    <>
      <Table aria-label="Workflows">
        <thead>
          <tr>
            <Th className="w-full">Name</Th>
            <Th className="hidden sm:table-cell">Version</Th>
            <Th>Last run</Th>
            <Th className="hidden wide:table-cell">Changed</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {workflows.map((workflow) => (
            <WorkflowRow
              key={workflow.id}
              workflow={workflow}
              onRename={setRenamed}
              onLimits={setLimited}
              onArchive={archive}
              onUnarchive={unarchive}
            />
          ))}
        </tbody>
      </Table>
      {renamed && <RenameDialog workflow={renamed} onClose={() => setRenamed(null)} />}
      {limited && <LimitsDialog workflow={limited} onClose={() => setLimited(null)} />}
    </>
  )
}

type RenameDialogProps = { workflow: WorkflowSummary; onClose: () => void }

function RenameDialog({ workflow, onClose }: RenameDialogProps) {
  const rename = useRenameWorkflow()
  const onName = (name: string) =>
    rename.mutate(
      { id: workflow.id, name },
      {
        onSuccess: () => {
          notify(`Renamed to “${name}”`)
          onClose()
        },
      },
    )
  return (
    <NameDialog
      title="Rename the workflow"
      action="Rename"
      initial={workflow.name}
      onClose={onClose}
      pending={rename.isPending}
      error={rename.error}
      onName={onName}
    />
  )
}

type NoWorkflowsProps = Omit<WorkflowListProps, 'query'>

function NoWorkflows({ search, archived, onClearSearch, onCreate }: NoWorkflowsProps) {
  if (search) {
    return (
      <EmptyState
        icon={SearchX}
        title={`No workflow is called “${search}”.`}
        action={<Button onClick={onClearSearch}>Clear the search</Button>}
      />
    )
  }
  if (archived) return <EmptyState icon={Archive} title="Nothing is archived." />
  return <FirstWorkflow onCreate={onCreate} />
}

function FirstWorkflow({ onCreate }: Pick<WorkflowListProps, 'onCreate'>) {
  const { createExample, isPending } = useCreateExample()
  return (
    <EmptyState
      icon={Workflow}
      title="Draw your first workflow."
      action={
        <div className="flex gap-2">
          <Button needs="edit" onClick={createExample} loading={isPending}>
            Open an example
          </Button>
          <Button needs="edit" variant="primary" onClick={onCreate}>
            <Plus aria-hidden />
            New workflow
          </Button>
        </div>
      }
    >
      A workflow is a graph of steps that finishes even when machines fail. The example greets by
      the hour: read it, run it, change it.
    </EmptyState>
  )
}
