import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ShareDialog } from '@/features/sharing'
import type { WorkflowSummary } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { notify } from '@/shared/ui/toaster'
import { tagWorkflow } from './arranging'
import { LimitsDialog } from './limits-dialog'
import { readTags } from './list-filters'
import { NameDialog } from './name-dialog'
import { useRenameWorkflow } from './use-workflow-actions'
import { workflowsKey } from './workflows-queries'

/** What is asked of one workflow. */
export type Asked = { kind: 'rename' | 'limits' | 'share' | 'tags'; workflow: WorkflowSummary }

type RowDialogsProps = { asked: Asked; onClose: () => void }

export function RowDialogs({ asked: { kind, workflow }, onClose }: RowDialogsProps) {
  if (kind === 'rename') return <RenameDialog workflow={workflow} onClose={onClose} />
  if (kind === 'tags') return <TagsDialog workflow={workflow} onClose={onClose} />
  if (kind === 'share') {
    return (
      <ShareDialog
        shared={{ kind: 'workflow', id: workflow.id, name: workflow.name }}
        level={workflow.level}
        onClose={onClose}
      />
    )
  }
  return <LimitsDialog workflow={workflow} onClose={onClose} />
}

type OneDialogProps = { workflow: WorkflowSummary; onClose: () => void }

function RenameDialog({ workflow, onClose }: OneDialogProps) {
  const rename = useRenameWorkflow()
  const onName = (name: string) =>
    rename.mutate(
      { id: workflow.id, name },
      {
        onSuccess: () => {
          notify(t('Renamed to “{name}”', { name }))
          onClose()
        },
      },
    )
  return (
    <NameDialog
      title={t('Rename the workflow')}
      action={t('Rename')}
      initial={workflow.name}
      onClose={onClose}
      pending={rename.isPending}
      error={rename.error}
      onName={onName}
    />
  )
}

function TagsDialog({ workflow, onClose }: OneDialogProps) {
  const queryClient = useQueryClient()
  const save = useMutation({
    mutationFn: tagWorkflow,
    onSuccess: () => {
      queryClient.invalidateQueries({ queryKey: workflowsKey })
      onClose()
    },
  })
  return (
    <NameDialog
      title={t('Tags of “{name}”', { name: workflow.name })}
      action={t('Save')}
      label={t('Tags, with commas between them')}
      placeholder="shop, orders"
      mayBeEmpty
      initial={workflow.tags.join(', ')}
      onClose={onClose}
      pending={save.isPending}
      error={save.error}
      onName={(text) => save.mutate({ id: workflow.id, tags: readTags(text) })}
    />
  )
}
