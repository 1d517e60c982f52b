import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { WorkflowSummary } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Checkbox } from '@/shared/ui/checkbox'
import { Table, Th } from '@/shared/ui/table'
import { notify, notifyError } from '@/shared/ui/toaster'
import { duplicateWorkflow, starWorkflow } from './arranging'
import type { Asked } from './row-dialogs'
import { useArchiving } from './use-workflow-actions'
import { WorkflowRow } from './workflow-row'
import { workflowsKey } from './workflows-queries'

type WorkflowTableProps = {
  workflows: readonly WorkflowSummary[]
  chosen: ReadonlySet<string>
  onChosen: (chosen: ReadonlySet<string>) => void
  onAsk: (asked: Asked) => void
}

export function WorkflowTable({ workflows, chosen, onChosen, onAsk }: WorkflowTableProps) {
  const { archive, unarchive } = useArchiving()
  const { duplicate, star } = useRowActions()
  const choose = (id: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(id)
    else next.delete(id)
    onChosen(next)
  }
  const isAll = workflows.every((each) => chosen.has(each.id))
  return (
    <Table aria-label={t('Workflows')}>
      <thead>
        <tr>
          <Th className="w-9 pr-0">
            <Checkbox
              aria-label={t('Choose all that are shown')}
              checked={isAll ? true : chosen.size > 0 ? 'indeterminate' : false}
              onCheckedChange={() => onChosen(new Set(isAll ? [] : workflows.map(({ id }) => id)))}
              className="align-middle"
            />
          </Th>
          <Th className="w-full">{t('Name')}</Th>
          <Th className="hidden sm:table-cell">{t('Version')}</Th>
          <Th>{t('Last run')}</Th>
          <Th className="hidden wide:table-cell">{t('Changed')}</Th>
          <Th>
            <span className="sr-only">{t('Actions')}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {workflows.map((workflow) => (
          <WorkflowRow
            key={workflow.id}
            workflow={workflow}
            chosen={chosen.has(workflow.id)}
            onChosen={(on) => choose(workflow.id, on)}
            onRename={() => onAsk({ kind: 'rename', workflow })}
            onLimits={() => onAsk({ kind: 'limits', workflow })}
            onShare={() => onAsk({ kind: 'share', workflow })}
            onTags={() => onAsk({ kind: 'tags', workflow })}
            onDuplicate={duplicate}
            onStar={star}
            onArchive={archive}
            onUnarchive={unarchive}
          />
        ))}
      </tbody>
    </Table>
  )
}

function useRowActions() {
  const queryClient = useQueryClient()
  const refresh = () => queryClient.invalidateQueries({ queryKey: workflowsKey })
  const star = useMutation({
    mutationFn: starWorkflow,
    onError: (error) => notifyError(t('The star was not changed'), error),
    onSettled: refresh,
  })
  const duplicate = useMutation({
    mutationFn: duplicateWorkflow,
    onSuccess: ({ name }) => notify(t('Made “{name}”', { name })),
    onError: (error) => notifyError(t('The workflow was not duplicated'), error),
    onSettled: refresh,
  })
  return {
    duplicate: ({ id }: WorkflowSummary) => duplicate.mutate(id),
    star: ({ id, starred }: WorkflowSummary) => star.mutate({ id, on: !starred }),
  }
}
