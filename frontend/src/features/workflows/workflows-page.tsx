import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { LayoutTemplate, Plus, Upload } from 'lucide-react'
import { useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { useShortcuts } from '@/shared/lib/shortcuts'
import { Button } from '@/shared/ui/button'
import { Page } from '@/shared/ui/page'
import { BulkBar } from './bulk-bar'
import { FolderNav } from './folder-nav'
import { ImportDialog } from './import-dialog'
import { inPlace, type WorkflowFilters } from './list-filters'
import { NameDialog } from './name-dialog'
import { useCreateWorkflow } from './use-workflow-actions'
import { WorkflowFilterBar } from './workflow-filter-bar'
import { WorkflowList } from './workflow-list'
import { workflowsQuery } from './workflows-queries'

export type OpenDialog = 'new' | 'import'

type WorkflowsPageProps = {
  filters: WorkflowFilters
  onFilters: (filters: WorkflowFilters) => void
  dialog: OpenDialog | null
  onDialog: (dialog: OpenDialog | null) => void
}

const NONE: ReadonlySet<string> = new Set()

export function WorkflowsPage({ filters, onFilters, dialog, onDialog }: WorkflowsPageProps) {
  const [chosen, setChosen] = useState(NONE)
  const query = useInfiniteQuery(workflowsQuery(filters))
  useShortcuts(t('Workflows'), [
    { keys: 'C', label: t('New workflow'), run: () => onDialog('new'), opensField: true },
  ])
  const change = (changed: WorkflowFilters) => {
    setChosen(NONE)
    onFilters(changed)
  }
  return (
    <Page
      title={t('Workflows')}
      actions={<PageActions onDialog={onDialog} />}
      className="flex overflow-hidden"
    >
      <FolderNav filters={filters} onFilters={change} />
      <div className="min-w-0 flex-1 overflow-auto">
        <WorkflowFilterBar filters={filters} onFilters={change} />
        {chosen.size > 0 && (
          <BulkBar
            chosen={chosen}
            archived={filters.archived === true}
            onNone={() => setChosen(NONE)}
          />
        )}
        <WorkflowList
          query={query}
          filters={filters}
          chosen={chosen}
          onChosen={setChosen}
          onClear={() => change(inPlace(filters, {}))}
          onCreate={() => onDialog('new')}
        />
      </div>
      {dialog === 'new' && <CreateDialog onClose={() => onDialog(null)} />}
      {dialog === 'import' && <ImportDialog onClose={() => onDialog(null)} />}
    </Page>
  )
}

function PageActions({ onDialog }: Pick<WorkflowsPageProps, 'onDialog'>) {
  return (
    <>
      <Button needs="edit" onClick={() => onDialog('import')} aria-label={t('Import workflows')}>
        <Upload aria-hidden />
        <span className="hidden sm:inline">{t('Import')}</span>
      </Button>
      <Button asChild>
        <Link to="/templates" aria-label={t('Templates')}>
          <LayoutTemplate aria-hidden />
          <span className="hidden sm:inline">{t('Templates')}</span>
        </Link>
      </Button>
      <Button needs="edit" variant="primary" onClick={() => onDialog('new')}>
        <Plus aria-hidden />
        {t('New workflow')}
      </Button>
    </>
  )
}

function CreateDialog({ onClose }: { onClose: () => void }) {
  const create = useCreateWorkflow()
  return (
    <NameDialog
      title={t('New workflow')}
      action={t('Create')}
      onClose={onClose}
      pending={create.isPending}
      error={create.error}
      onName={(name) => create.mutate({ name })}
    />
  )
}
