import { type FormEvent, useId, useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'

type WorkspaceNameDialogProps = {
  title: string
  action: string
  initial: string
  send: (name: string) => Promise<unknown>
  onClose: () => void
}

export function WorkspaceNameDialog(props: WorkspaceNameDialogProps) {
  const { title, action, initial, send, onClose } = props
  const formId = useId()
  const [name, setName] = useState(initial)
  const [tried, setTried] = useState(false)
  const { busy, error, submit } = useSubmit(onClose)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (name.trim()) submit(() => send(name.trim()))
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" loading={busy}>
            {action}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="space-y-4">
        <Refusal error={error} />
        <Field
          label={t('Name')}
          required
          error={tried && !name.trim() ? t('Give the workspace a name.') : undefined}
        >
          {(wiring) => (
            <Input
              {...wiring}
              autoFocus
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
