import { t } from '@/shared/i18n/texts'
import { Field } from './field'
import { Input } from './input'

type NameFieldProps = {
  value: string
  onValue: (name: string) => void
  /** What to do, once it was sent without one. */
  error?: string | undefined
  placeholder?: string
}

/** What something new is called: the first field of a form. */
export function NameField({ value, onValue, error, placeholder }: NameFieldProps) {
  return (
    <Field label={t('Name')} required error={error}>
      {(wiring) => (
        <Input
          {...wiring}
          autoFocus
          autoComplete="off"
          maxLength={200}
          placeholder={placeholder}
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  )
}
