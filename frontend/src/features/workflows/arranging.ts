import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { WorkflowArrange } from '@/shared/api/types'
import { type PlainText, plural, t } from '@/shared/i18n/texts'
import { notify, notifyError } from '@/shared/ui/toaster'
import { workflowsKey } from './workflows-queries'

export const arrangeWorkflows = (body: WorkflowArrange) =>
  dataOf(api.POST('/api/v1/workflows/arrange', { body }))

const DONE: Record<WorkflowArrange['action'], PlainText> = {
  archive: 'Archived',
  unarchive: 'Brought back',
  move: 'Moved',
  tag: 'Tagged',
  untag: 'Took the tag from',
  star: 'Starred',
  unstar: 'Took the star from',
}

/** One thing done to many workflows; archiving and bringing back can be undone. */
export function useArranging(onDone: () => void) {
  const queryClient = useQueryClient()
  const refresh = () => queryClient.invalidateQueries({ queryKey: workflowsKey })
  const undo = useMutation({ mutationFn: arrangeWorkflows, onSettled: refresh })
  return useMutation({
    mutationFn: arrangeWorkflows,
    onSuccess: ({ workflow_ids }, { action }) => {
      const other = { archive: 'unarchive', unarchive: 'archive' } as const
      const said = t('{done} {workflows}', {
        done: t(DONE[action]),
        workflows: plural(workflow_ids.length, '{count} workflow', '{count} workflows'),
      })
      if (action !== 'archive' && action !== 'unarchive') notify(said)
      else notify(said, { onUndo: () => undo.mutate({ workflow_ids, action: other[action] }) })
      onDone()
    },
    onError: (error) => notifyError(t('Nothing was changed'), error),
    onSettled: refresh,
  })
}

export const starWorkflow = ({ id, on }: { id: string; on: boolean }) => {
  const params = { params: { path: { workflow_id: id } } }
  return dataOf(
    on
      ? api.PUT('/api/v1/workflows/{workflow_id}/star', params)
      : api.DELETE('/api/v1/workflows/{workflow_id}/star', params),
  )
}

export const duplicateWorkflow = (workflowId: string) =>
  dataOf(
    api.POST('/api/v1/workflows/{workflow_id}/duplicate', {
      params: { path: { workflow_id: workflowId } },
      body: {},
    }),
  )

export const tagWorkflow = ({ id, tags }: { id: string; tags: string[] }) =>
  dataOf(
    api.PATCH('/api/v1/workflows/{workflow_id}', {
      params: { path: { workflow_id: id } },
      body: { tags },
    }),
  )
