import { Link, useNavigate } from '@tanstack/react-router'
import { Archive, ArchiveRestore, Ellipsis, Gauge, ListVideo, Pencil, Workflow } from 'lucide-react'
import { usePermission } from '@/shared/api/me'
import type { WorkflowSummary } from '@/shared/api/types'
import { Badge } from '@/shared/ui/badge'
import { IconButton } from '@/shared/ui/icon-button'
import { Menu, type MenuItem } from '@/shared/ui/menu'
import { StatusBadge } from '@/shared/ui/status'
import { Td, Tr } from '@/shared/ui/table'
import { Ago } from '@/shared/ui/time'

type WorkflowRowProps = {
  workflow: WorkflowSummary
  onRename: (workflow: WorkflowSummary) => void
  onLimits: (workflow: WorkflowSummary) => void
  onArchive: (workflow: WorkflowSummary) => void
  onUnarchive: (workflow: WorkflowSummary) => void
}

export function WorkflowRow({ workflow, ...actions }: WorkflowRowProps) {
  return (
    <Tr>
      <Td className="max-w-0 py-2">
        <div className="flex items-center gap-2.5">
          <Workflow aria-hidden className="size-4 shrink-0 text-ink-3" />
          <Link
            to="/workflows/$workflowId"
            params={{ workflowId: workflow.id }}
            className="truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
          >
            {workflow.name}
          </Link>
        </div>
      </Td>
      <Td className="hidden sm:table-cell">
        {workflow.latest_version === null ? (
          <span className="text-ink-3">Not published</span>
        ) : (
          <Badge>v{workflow.latest_version}</Badge>
        )}
      </Td>
      <Td>
        <LastRun run={workflow.last_run} />
      </Td>
      <Td className="hidden whitespace-nowrap text-ink-3 wide:table-cell">
        <Ago at={workflow.updated_at} className="num" />
      </Td>
      <Td className="w-11 px-2">
        <RowMenu workflow={workflow} {...actions} />
      </Td>
    </Tr>
  )
}

function LastRun({ run }: { run: WorkflowSummary['last_run'] }) {
  if (!run) return <span className="text-ink-3">Never run</span>
  return (
    <Link
      to="/runs/$runId"
      params={{ runId: run.id }}
      // Above the row's own link.
      className="relative z-1 inline-flex items-center gap-2 rounded-chip"
    >
      <StatusBadge status={run.status} />
      <Ago at={run.created_at} className="num hidden text-ink-3 hover:underline sm:inline" />
    </Link>
  )
}

function RowMenu({ workflow, onRename, onLimits, onArchive, onUnarchive }: WorkflowRowProps) {
  const navigate = useNavigate()
  const disabled = !usePermission('edit')
  const archiving: MenuItem = workflow.archived_at
    ? { label: 'Bring back', icon: ArchiveRestore, disabled, onSelect: () => onUnarchive(workflow) }
    : { label: 'Archive', icon: Archive, disabled, onSelect: () => onArchive(workflow) }
  return (
    <Menu
      trigger={
        <IconButton
          icon={Ellipsis}
          label={`Actions for ${workflow.name}`}
          size="icon-sm"
          className="relative z-1"
        />
      }
      items={[
        {
          label: 'Show its runs',
          icon: ListVideo,
          onSelect: () => navigate({ to: '/runs', search: { workflow: workflow.id } }),
        },
        { label: 'Rename…', icon: Pencil, disabled, onSelect: () => onRename(workflow) },
        { label: 'Limits…', icon: Gauge, disabled, onSelect: () => onLimits(workflow) },
        'separator',
        archiving,
      ]}
    />
  )
}
