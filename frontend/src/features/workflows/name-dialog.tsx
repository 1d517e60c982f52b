import { useState } from 'react'
import { errorText } from '@/shared/api/error'
import { useSaid } from '@/shared/i18n/language'
import { t } from '@/shared/i18n/texts'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
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
  const submit = () => {
    setTried(true)
    if (name.trim() || mayBeEmpty) onName(name.trim())
  }
  const said = useSaid()
  const refusal = error ? errorText(error, said) : null
  const problem =
    tried && !name.trim() && !mayBeEmpty
      ? t('Write a name.')
      : refusal
        ? refusal.detail || refusal.title
        : undefined
  return (
    <FormDialog title={title} action={action} busy={pending} onClose={onClose} onSubmit={submit}>
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
    </FormDialog>
  )
}
