import { t } from '@/shared/i18n/texts'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { POLICY_FIELDS, type PolicyTexts, readPolicy } from './policy'

type PolicyFieldsProps = { texts: PolicyTexts; onTexts: (texts: PolicyTexts) => void }

/** Timeout and retries, as they are typed. */
export function PolicyFields({ texts, onTexts }: PolicyFieldsProps) {
  const { errors } = readPolicy(texts)
  return POLICY_FIELDS.map(({ name, label, unit }) => (
    <Field key={name} label={t(label)} error={errors[name]}>
      {(wiring) => (
        <span className="flex items-center gap-2">
          <Input
            {...wiring}
            inputMode="decimal"
            value={texts[name]}
            onChange={(event) => onTexts({ ...texts, [name]: event.target.value })}
            className="num w-32 font-mono"
          />
          <span className="text-ink-3">{unit === 's' || unit === '×' ? unit : t(unit)}</span>
        </span>
      )}
    </Field>
  ))
}
