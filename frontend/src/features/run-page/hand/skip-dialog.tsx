import { useState } from 'react'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { JsonInput, useJsonText } from '@/shared/ui/json-input'
import { Select } from '@/shared/ui/select'

type SkipDialogProps = {
  name: string
  /** Those that edges leave by; a choice when there are several. */
  ports: readonly string[]
  onClose: () => void
  onSkip: (given: { output: JsonValue; port: string | null }) => Promise<unknown>
}

/** Go on as if the step had given an output. */
export function SkipDialog({ name, ports, onClose, onSkip }: SkipDialogProps) {
  const json = useJsonText(null)
  const { parsed } = json
  const { busy, error, submit } = useSubmit(onClose)
  const [port, setPort] = useState(ports[0] ?? null)
  return (
    <FormDialog
      size="md"
      title={t('Skip “{name}”', { name })}
      description={t(
        'The run goes on as if the step had given this output. What the step would have done is not done.',
      )}
      action={t('Skip the step')}
      busy={busy}
      error={error}
      disabled={!parsed}
      onClose={onClose}
      onSubmit={() => parsed && submit(() => onSkip({ output: parsed.value, port }))}
    >
      <JsonInput
        json={json}
        rows={8}
        label={t('Output')}
        hint={t('What later steps read of it.')}
      />
      {ports.length > 1 && (
        <Field label={t('Go on by')} hint={t('The path that is taken from here.')}>
          {(wiring) => (
            <Select
              {...wiring}
              value={port ?? undefined}
              onValue={setPort}
              options={ports.map((each) => ({ value: each, label: each }))}
            />
          )}
        </Field>
      )}
    </FormDialog>
  )
}
