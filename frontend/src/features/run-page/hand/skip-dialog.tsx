import { useState } from 'react'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { JsonInput, useJsonText } from '@/shared/ui/json-input'
import { Refusal } from '@/shared/ui/refusal'
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
    <Dialog
      open
      size="md"
      title={t('Skip “{name}”', { name })}
      description={t(
        'The run goes on as if the step had given this output. What the step would have done is not done.',
      )}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            variant="primary"
            disabled={!parsed}
            loading={busy}
            onClick={() => parsed && submit(() => onSkip({ output: parsed.value, port }))}
          >
            {t('Skip the step')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
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
        <Refusal error={error} />
      </div>
    </Dialog>
  )
}
