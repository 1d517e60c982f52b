import { useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'
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
    <Dialog
      open
      title={t('Timeout and retries of “{name}”', { name })}
      description={t(
        'For this step of this run. An attempt that is under way goes on as it began.',
      )}
      onOpenChange={(open) => !open && onClose()}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (value) submit(() => onPolicy(value))
        }}
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
        <Refusal error={error} />
        <footer className="flex justify-end gap-2 pt-1">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" variant="primary" disabled={!value} loading={busy}>
            {t('Change')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
