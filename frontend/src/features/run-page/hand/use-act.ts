import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ActRead, GripRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { notify, notifyError } from '@/shared/ui/toaster'
import { gripKey } from './hand-queries'

export type ActOrder = {
  do: () => Promise<ActRead>
  /** Said when it is done. */
  done: string
  /** Said when it is refused, before the server's own sentence. */
  refused: string
  /** The dialog that asked for it shows the refusal itself. */
  inDialog?: boolean
}

/** Do something to a run; what the server answers is shown at once, and the rest asked for. */
export function useAct(runId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (order: ActOrder) => order.do(),
    onSuccess: (act, order) => {
      queryClient.setQueryData<GripRead>(gripKey(runId), (before) => ({
        ...act,
        trying: before?.trying ?? [],
      }))
      notify(act.changed ? order.done : t('It stood so already'))
    },
    onError: (error, order) => {
      if (!order.inDialog) notifyError(order.refused, error)
    },
    onSettled: () => {
      queryClient.invalidateQueries({ queryKey: gripKey(runId) })
      queryClient.invalidateQueries({ queryKey: ['run', runId, 'audit'] })
    },
  })
}

export type Act = ReturnType<typeof useAct>
