import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { IconButton } from '@/shared/ui/icon-button'
import { notify, notifyError } from '@/shared/ui/toaster'
import { conversationsKey, deleteConversation } from './chat-queries'
import { useChatSource } from './chat-source'

type DeleteConversationProps = { conversationId: string; onDeleted: () => void }

export function DeleteConversation({ conversationId, onDeleted }: DeleteConversationProps) {
  const source = useChatSource()
  const queryClient = useQueryClient()
  const [asks, setAsks] = useState(false)
  const remove = useMutation({
    mutationFn: () => deleteConversation(source, conversationId),
    onSuccess: () => {
      notify(t('The conversation is deleted'))
      queryClient.invalidateQueries({ queryKey: conversationsKey(source) })
      onDeleted()
    },
    onError: (error) => notifyError(t('The conversation could not be deleted'), error),
  })
  return (
    <>
      <IconButton
        icon={Trash2}
        label={t('Delete the conversation…')}
        onClick={() => setAsks(true)}
      />
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title={t('Delete this conversation?')}
        action={t('Delete')}
        danger
        onConfirm={() => remove.mutate()}
      >
        {t('All that was said in it goes, for good.')}
      </ConfirmDialog>
    </>
  )
}
