import { useState } from 'react'
import { api, dataOf } from '@/shared/api/client'
import type { JsonValue } from '@/shared/api/types'
import { rich } from '@/shared/i18n/rich'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { FormDialog } from '@/shared/ui/form-dialog'
import { JsonInput, useJsonText } from '@/shared/ui/json-input'
import { notify } from '@/shared/ui/toaster'

type EventDialogProps = { eventKey: string; onClose: () => void }

const KEEP_S = 7 * 86_400

const sendEvent = (key: string, payload: JsonValue, id: string) =>
  dataOf(
    api.POST('/api/v1/events', {
      params: { header: { 'idempotency-key': id } },
      body: { key, payload, keep_s: KEEP_S },
    }),
  )

/** Send the event that a step waits for, by hand. */
export function EventDialog({ eventKey, onClose }: EventDialogProps) {
  const json = useJsonText(null)
  const { parsed } = json
  const [id] = useState(() => crypto.randomUUID())
  const { busy, error, submit } = useSubmit(onClose)
  const send = async (payload: JsonValue) => {
    await sendEvent(eventKey, payload, id)
    notify(t('Sent: the step goes on with it'))
  }
  return (
    <FormDialog
      size="md"
      title={t('Send the event')}
      description={rich('To whoever waits for {code}, and longest.', {
        code: <code className="font-mono">{eventKey}</code>,
      })}
      action={t('Send')}
      busy={busy}
      error={error}
      disabled={!parsed}
      onClose={onClose}
      onSubmit={() => parsed && submit(() => send(parsed.value))}
    >
      <JsonInput
        json={json}
        label={t('Payload')}
        hint={t('The output of the step that waits for it.')}
      />
    </FormDialog>
  )
}
