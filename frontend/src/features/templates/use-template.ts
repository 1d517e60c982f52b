import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { t } from '@/shared/i18n/texts'
import { notifyError } from '@/shared/ui/toaster'
import { applyTemplate } from './templates-queries'

/** Make a workflow of a template and open it in the builder. */
export function useTemplate() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: applyTemplate,
    onSuccess: async (workflow) => {
      queryClient.invalidateQueries({ queryKey: ['workflows'] })
      await navigate({ to: '/workflows/$workflowId', params: { workflowId: workflow.id } })
    },
    onError: (error) => notifyError(t('The template could not be used'), error),
  })
}
