import { useInfiniteQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useShortcuts } from '@/shared/lib/shortcuts'
import { useDebounced } from '@/shared/lib/use-debounced'
import { Button } from '@/shared/ui/button'
import { Page } from '@/shared/ui/page'
import { SearchInput } from '@/shared/ui/search-input'
import { Segmented } from '@/shared/ui/segmented'
import { NameDialog } from './name-dialog'
import { useCreateWorkflow } from './use-workflow-actions'
import { WorkflowList } from './workflow-list'
import { workflowsQuery } from './workflows-queries'

type WorkflowsPageProps = {
  archived: boolean
  onArchived: (archived: boolean) => void
  /** The dialog for a new workflow is open from the start. */
  creating: boolean
  onCreating: (creating: boolean) => void
}

const SHOWN = [
  { value: 'active', label: 'Active' },
  { value: 'archived', label: 'Archived' },
] as const

export function WorkflowsPage({ archived, onArchived, creating, onCreating }: WorkflowsPageProps) {
  const [search, setSearch] = useState('')
  const query = useInfiniteQuery(workflowsQuery({ search: useDebounced(search.trim()), archived }))
  useShortcuts('Workflows', [{ keys: 'C', label: 'New workflow', run: () => onCreating(true) }])
  const newButton = (
    <Button needs="edit" variant="primary" onClick={() => onCreating(true)}>
      <Plus aria-hidden />
      New workflow
    </Button>
  )
  return (
    <Page title="Workflows" actions={newButton}>
      <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2">
        <SearchInput
          label="Search workflows"
          placeholder="Search by name"
          value={search}
          onValue={setSearch}
          className="w-full sm:w-72"
        />
        <Segmented
          label="Which workflows"
          value={archived ? 'archived' : 'active'}
          onValue={(value) => onArchived(value === 'archived')}
          options={SHOWN}
        />
      </div>
      <WorkflowList
        query={query}
        search={search.trim()}
        archived={archived}
        onClearSearch={() => setSearch('')}
        onCreate={() => onCreating(true)}
      />
      {creating && <CreateDialog onClose={() => onCreating(false)} />}
    </Page>
  )
}

function CreateDialog({ onClose }: { onClose: () => void }) {
  const create = useCreateWorkflow()
  return (
    <NameDialog
      title="New workflow"
      action="Create"
      onClose={onClose}
      pending={create.isPending}
      error={create.error}
      onName={(name) => create.mutate({ name })}
    />
  )
}
