import { type FormEvent, useId, useState } from 'react'
import { errorText } from '@/shared/api/error'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'

const MAX_LENGTH = 200

type NameDialogProps = {
  onClose: () => void
  title: string
  /** The verb on the button. */
  action: string
  initial?: string
  label?: string
  placeholder?: string
  mayBeEmpty?: boolean
  pending: boolean
  error: unknown
  onName: (name: string) => void
}

/** Asks for a name. Show it only while it is open, so that it begins anew each time. */
export function NameDialog(props: NameDialogProps) {
  const { onClose, title, action, initial = '', pending, error, onName } = props
  const { label = t('Name'), placeholder = t('Order triage'), mayBeEmpty = false } = props
  const [name, setName] = useState(initial)
  const [tried, setTried] = useState(false)
  const formId = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (name.trim() || mayBeEmpty) onName(name.trim())
  }
  const refusal = error ? errorText(error) : null
  const problem =
    tried && !name.trim() && !mayBeEmpty
      ? t('Write a name.')
      : refusal
        ? refusal.detail || refusal.title
        : undefined
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" loading={pending}>
            {action}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate>
        <Field label={label} error={problem}>
          {(wiring) => (
            <Input
              {...wiring}
              value={name}
              onChange={(event) => setName(event.target.value)}
              onFocus={(event) => event.target.select()}
              maxLength={MAX_LENGTH}
              autoComplete="off"
              placeholder={placeholder}
              autoFocus
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
