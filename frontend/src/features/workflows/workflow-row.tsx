import { Link, useNavigate } from '@tanstack/react-router'
import {
  Archive,
  ArchiveRestore,
  Copy,
  Download,
  Ellipsis,
  Gauge,
  ListVideo,
  Pencil,
  Star,
  Tag,
  Users,
  Zap,
} from 'lucide-react'
import { mayEdit } from '@/features/sharing'
import { usePermission } from '@/shared/api/me'
import type { WorkflowSummary } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { Badge } from '@/shared/ui/badge'
import { Checkbox } from '@/shared/ui/checkbox'
import { IconButton } from '@/shared/ui/icon-button'
import { Menu, type MenuItem } from '@/shared/ui/menu'
import { StatusBadge } from '@/shared/ui/status'
import { Td, Tr } from '@/shared/ui/table'
import { Ago } from '@/shared/ui/time'
import { exportWorkflows } from './exchange'
import { Restricted } from './restricted'

export type RowActions = {
  onRename: (workflow: WorkflowSummary) => void
  onLimits: (workflow: WorkflowSummary) => void
  onShare: (workflow: WorkflowSummary) => void
  onTags: (workflow: WorkflowSummary) => void
  onDuplicate: (workflow: WorkflowSummary) => void
  onStar: (workflow: WorkflowSummary) => void
  onArchive: (workflow: WorkflowSummary) => void
  onUnarchive: (workflow: WorkflowSummary) => void
}

type WorkflowRowProps = RowActions & {
  workflow: WorkflowSummary
  chosen: boolean
  onChosen: (chosen: boolean) => void
}

export function WorkflowRow({ workflow, chosen, onChosen, ...actions }: WorkflowRowProps) {
  return (
    <Tr className={cn(chosen && 'bg-accent-wash hover:bg-accent-wash')}>
      <Td className="w-9 pr-0">
        <Checkbox
          aria-label={t('Choose {name}', { name: workflow.name })}
          checked={chosen}
          onCheckedChange={(on) => onChosen(on === true)}
          // Above the row's own link.
          className="relative z-1 after:absolute after:-inset-2"
        />
      </Td>
      <Td className="max-w-0 py-2">
        <div className="flex items-center gap-2">
          <IconButton
            icon={Star}
            label={
              workflow.starred
                ? t('Unstar {name}', { name: workflow.name })
                : t('Star {name}', { name: workflow.name })
            }
            aria-pressed={workflow.starred}
            size="icon-sm"
            onClick={() => actions.onStar(workflow)}
            className={cn(
              'relative z-1 -ml-1.5',
              workflow.starred && 'text-ink [&_svg]:fill-current',
            )}
          />
          <Link
            to="/workflows/$workflowId"
            params={{ workflowId: workflow.id }}
            className="truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
          >
            {workflow.name}
          </Link>
          {workflow.restricted && <Restricted />}
          <span className="hidden shrink-0 gap-1 sm:flex">
            {workflow.tags.slice(0, SHOWN_TAGS).map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
            {workflow.tags.length > SHOWN_TAGS && (
              <Badge>+{workflow.tags.length - SHOWN_TAGS}</Badge>
            )}
          </span>
        </div>
      </Td>
      <Td className="hidden sm:table-cell">
        {workflow.latest_version === null ? (
          <span className="text-ink-3">{t('Not published')}</span>
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

const SHOWN_TAGS = 3

function LastRun({ run }: { run: WorkflowSummary['last_run'] }) {
  if (!run) return <span className="text-ink-3">{t('Never run')}</span>
  return (
    <Link
      to="/runs/$runId"
      params={{ runId: run.id }}
      // Above the row's own link.
      className="relative z-1 inline-flex min-h-6 items-center gap-2 rounded-chip"
    >
      <StatusBadge status={run.status} />
      <Ago at={run.created_at} className="num hidden text-ink-3 hover:underline sm:inline" />
    </Link>
  )
}

function RowMenu({ workflow, ...actions }: RowActions & { workflow: WorkflowSummary }) {
  const navigate = useNavigate()
  const disabled = !usePermission('edit') || !mayEdit(workflow)
  const archiving: MenuItem = workflow.archived_at
    ? {
        label: t('Bring back'),
        icon: ArchiveRestore,
        onSelect: () => actions.onUnarchive(workflow),
      }
    : { label: t('Archive'), icon: Archive, onSelect: () => actions.onArchive(workflow) }
  return (
    <Menu
      trigger={
        <IconButton
          icon={Ellipsis}
          label={t('Actions for {name}', { name: workflow.name })}
          size="icon-sm"
          className="relative z-1"
        />
      }
      items={[
        {
          label: t('Show its runs'),
          icon: ListVideo,
          onSelect: () => navigate({ to: '/runs', search: { workflow: workflow.id } }),
        },
        {
          label: t('Triggers…'),
          icon: Zap,
          onSelect: () => navigate({ to: '/triggers', search: { workflow: workflow.id } }),
        },
        { label: t('Rename…'), icon: Pencil, disabled, onSelect: () => actions.onRename(workflow) },
        { label: t('Tags…'), icon: Tag, disabled, onSelect: () => actions.onTags(workflow) },
        { label: t('Limits…'), icon: Gauge, disabled, onSelect: () => actions.onLimits(workflow) },
        { label: t('Share…'), icon: Users, onSelect: () => actions.onShare(workflow) },
        'separator',
        {
          label: t('Duplicate'),
          icon: Copy,
          disabled,
          onSelect: () => actions.onDuplicate(workflow),
        },
        {
          label: t('Export as YAML'),
          icon: Download,
          onSelect: () => exportWorkflows([workflow.id], 'yaml'),
        },
        {
          label: t('Export as JSON'),
          icon: Download,
          onSelect: () => exportWorkflows([workflow.id], 'json'),
        },
        'separator',
        { ...archiving, disabled },
      ]}
    />
  )
}
