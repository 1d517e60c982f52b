import { useState } from 'react'
import { api, dataOf } from '@/shared/api/client'
import type { JsonValue } from '@/shared/api/types'
import { rich } from '@/shared/i18n/rich'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { JsonInput, useJsonText } from '@/shared/ui/json-input'
import { Refusal } from '@/shared/ui/refusal'
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
    <Dialog
      open
      size="md"
      title={t('Send the event')}
      description={rich('To whoever waits for {code}, and longest.', {
        code: <code className="font-mono">{eventKey}</code>,
      })}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            variant="primary"
            loading={busy}
            disabled={!parsed}
            onClick={() => parsed && submit(() => send(parsed.value))}
          >
            {t('Send')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <JsonInput
          json={json}
          label={t('Payload')}
          hint={t('The output of the step that waits for it.')}
        />
        <Refusal error={error} />
      </div>
    </Dialog>
  )
}
