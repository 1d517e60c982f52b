import { useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { FormDialog } from '@/shared/ui/form-dialog'
import { type PolicyTexts, policyTexts, readPolicy, type Times } from './policy'
import { PolicyFields } from './policy-fields'

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
  const { value } = readPolicy(texts)
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
      <PolicyFields texts={texts} onTexts={setTexts} />
    </FormDialog>
  )
}
