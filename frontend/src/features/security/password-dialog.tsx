import { type ReactNode, useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { PasswordInput } from '@/shared/ui/password-input'

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
  const [tried, setTried] = useState(false)
  const { busy, error, submit } = useSubmit(onClose)
  const onSubmit = (element: HTMLFormElement) => {
    const form = new FormData(element)
    const password = String(form.get('password'))
    setTried(!password)
    if (password) submit(() => send(password, form))
  }
  return (
    <FormDialog
      title={title}
      description={description}
      action={action}
      busy={busy}
      error={error}
      danger={danger}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <Field label={t('Your password')} error={tried ? t('Write your password.') : undefined}>
        {(wiring) => <PasswordInput {...wiring} name="password" autoFocus />}
      </Field>
      {children}
    </FormDialog>
  )
}
