import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { PasswordInput } from '@/shared/ui/password-input'
import { Refusal } from '@/shared/ui/refusal'

type PasswordDialogProps = {
  title: string
  description: string
  action: string
  danger?: boolean
  /** More to fill in. */
  children?: ReactNode
  send: (password: string, form: FormData) => Promise<unknown>
  onClose: () => void
}

/** Asks for the password again, before an act that an unlocked screen must not allow. */
export function PasswordDialog(props: PasswordDialogProps) {
  const { title, description, action, danger = false, children, send, onClose } = props
  const formId = useId()
  const [tried, setTried] = useState(false)
  const { busy, error, submit } = useSubmit(onClose)
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const password = String(form.get('password'))
    setTried(!password)
    if (password) submit(() => send(password, form))
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            variant={danger ? 'danger' : 'primary'}
            loading={busy}
          >
            {action}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={onSubmit} className="space-y-4">
        <Refusal error={error} />
        <Field label={t('Your password')} error={tried ? t('Write your password.') : undefined}>
          {(wiring) => <PasswordInput {...wiring} name="password" autoFocus />}
        </Field>
        {children}
      </form>
    </Dialog>
  )
}
