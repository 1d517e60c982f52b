import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { t } from '@/shared/i18n/texts'
import { notify, notifyError } from '@/shared/ui/toaster'
import { EXAMPLE_GRAPH, EXAMPLE_NAME } from './example-graph'
import {
  archiveWorkflow,
  createWorkflow,
  renameWorkflow,
  unarchiveWorkflow,
  workflowsKey,
} from './workflows-queries'

type Named = { id: string; name: string }

/** Create a workflow and open it in the builder. */
export function useCreateWorkflow() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: createWorkflow,
    onSuccess: async (workflow) => {
      queryClient.invalidateQueries({ queryKey: workflowsKey })
      await navigate({ to: '/workflows/$workflowId', params: { workflowId: workflow.id } })
    },
  })
}

export function useCreateExample() {
  const create = useCreateWorkflow()
  return {
    isPending: create.isPending,
    createExample: () =>
      create.mutate(
        { name: EXAMPLE_NAME, graph: EXAMPLE_GRAPH },
        { onError: (error) => notifyError(t('The example could not be created'), error) },
      ),
  }
}

export function useRenameWorkflow() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: renameWorkflow,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: workflowsKey }),
  })
}

/** Archiving and its way back; both say what they did. */
export function useArchiving() {
  const queryClient = useQueryClient()
  const refresh = () => queryClient.invalidateQueries({ queryKey: workflowsKey })
  const unarchive = useMutation({
    mutationFn: ({ id }: Named) => unarchiveWorkflow(id),
    onSuccess: (_, { name }) => notify(t('“{name}” is back', { name })),
    onError: (error, { name }) => notifyError(t('“{name}” is still archived', { name }), error),
    onSettled: refresh,
  })
  const archive = useMutation({
    mutationFn: ({ id }: Named) => archiveWorkflow(id),
    onSuccess: (_, workflow) =>
      notify(t('Archived “{name}”', { name: workflow.name }), {
        onUndo: () => unarchive.mutate(workflow),
      }),
    onError: (error, { name }) => notifyError(t('“{name}” could not be archived', { name }), error),
    onSettled: refresh,
  })
  return { archive: archive.mutate, unarchive: unarchive.mutate }
}
