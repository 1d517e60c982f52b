/** A secret that is written here, or, where the form takes references, kept elsewhere. */

import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Input, Textarea } from '@/shared/ui/input'
import { PasswordInput } from '@/shared/ui/password-input'
import { Segmented } from '@/shared/ui/segmented'
import type { ControlProps } from './form'

const REF = '$ref'

/** Where it is kept, as `vault:kv/shop#token`; null for a secret itself. */
const referenceOf = (value: JsonValue | undefined): string | null => {
  const ref = typeof value === 'object' && value !== null && !Array.isArray(value) && value[REF]
  return typeof ref === 'string' ? ref : null
}

export function SecretControl(props: ControlProps) {
  const { field, pointer, value, onValue } = props
  const reference = referenceOf(value)
  return (
    <div className="flex flex-col gap-2">
      {field.hint.references && (
        <Segmented
          label={t('Where {title} is kept', { title: field.title })}
          value={reference === null ? 'here' : 'elsewhere'}
          onValue={(next) => onValue(next === 'here' ? '' : { [REF]: '' }, pointer)}
          options={[
            { value: 'here', label: t('Kept here') },
            { value: 'elsewhere', label: t('Kept elsewhere') },
          ]}
          className="self-start"
        />
      )}
      {reference === null ? (
        <SecretText {...props} />
      ) : (
        <Input
          {...props.wiring}
          value={reference}
          placeholder="vault:kv/shop#token"
          spellCheck={false}
          autoComplete="off"
          className="font-mono text-xs"
          onChange={(event) => onValue({ [REF]: event.target.value }, pointer)}
        />
      )}
    </div>
  )
}

function SecretText({ field, pointer, value, onValue, wiring }: ControlProps) {
  const shown = typeof value === 'string' ? value : ''
  if (field.hint.multiline) {
    return (
      <Textarea
        {...wiring}
        rows={4}
        value={shown}
        spellCheck={false}
        autoComplete="off"
        className="font-mono text-xs"
        onChange={(event) => onValue(event.target.value, pointer)}
      />
    )
  }
  return (
    <PasswordInput
      {...wiring}
      value={shown}
      autoComplete="new-password"
      spellCheck={false}
      onChange={(event) => onValue(event.target.value, pointer)}
    />
  )
}
