import { useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { POLICY_FIELDS, type PolicyTexts, policyTexts, readPolicy, type Times } from './policy'

type PolicyDialogProps = {
  name: string
  /** As the graph has it. */
  policy: unknown
  onClose: () => void
  onPolicy: (policy: Times) => Promise<unknown>
}

/** Another timeout and other retries for a step that is being tried; the attempt under way goes on. */
export function PolicyDialog({ name, policy, onClose, onPolicy }: PolicyDialogProps) {
  const [texts, setTexts] = useState<PolicyTexts>(() => policyTexts(policy))
  const { value, errors } = readPolicy(texts)
  const { busy, error, submit } = useSubmit(onClose)
  return (
    <FormDialog
      title={t('Timeout and retries of “{name}”', { name })}
      description={t(
        'For this step of this run. An attempt that is under way goes on as it began.',
      )}
      action={t('Change')}
      busy={busy}
      error={error}
      disabled={!value}
      onClose={onClose}
      onSubmit={() => value && submit(() => onPolicy(value))}
    >
      {POLICY_FIELDS.map(({ name: field, label, unit }) => (
        <Field key={field} label={t(label)} error={errors[field]}>
          {(wiring) => (
            <span className="flex items-center gap-2">
              <Input
                {...wiring}
                inputMode="decimal"
                value={texts[field]}
                onChange={(event) => setTexts({ ...texts, [field]: event.target.value })}
                className="num w-32 font-mono"
              />
              <span className="text-ink-3">{unit === 's' || unit === '×' ? unit : t(unit)}</span>
            </span>
          )}
        </Field>
      ))}
    </FormDialog>
  )
}
