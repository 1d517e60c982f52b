import { useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { FormDialog } from '@/shared/ui/form-dialog'
import { NameField } from '@/shared/ui/name-field'

type WorkspaceNameDialogProps = {
  title: string
  action: string
  initial: string
  send: (name: string) => Promise<unknown>
  onClose: () => void
}

export function WorkspaceNameDialog(props: WorkspaceNameDialogProps) {
  const { title, action, initial, send, onClose } = props
  const [name, setName] = useState(initial)
  const [tried, setTried] = useState(false)
  const { busy, error, submit } = useSubmit(onClose)
  const onSubmit = () => {
    setTried(true)
    if (name.trim()) submit(() => send(name.trim()))
  }
  return (
    <FormDialog
      title={title}
      action={action}
      busy={busy}
      error={error}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <NameField
        value={name}
        onValue={setName}
        error={tried && !name.trim() ? t('Give the workspace a name.') : undefined}
      />
    </FormDialog>
  )
}
