import { useState } from 'react'
import { api, dataOf } from '@/shared/api/client'
import type { JsonValue } from '@/shared/api/types'
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
    notify('Sent: the step goes on with it')
  }
  return (
    <Dialog
      open
      size="md"
      title="Send the event"
      description={
        <>
          To whoever waits for <code className="font-mono">{eventKey}</code>, and longest.
        </>
      }
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            loading={busy}
            disabled={!parsed}
            onClick={() => parsed && submit(() => send(parsed.value))}
          >
            Send
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <JsonInput json={json} label="Payload" hint="The output of the step that waits for it." />
        <Refusal error={error} />
      </div>
    </Dialog>
  )
}
