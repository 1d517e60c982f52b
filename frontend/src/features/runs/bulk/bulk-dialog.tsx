import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { BulkCreate, BulkPreview } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useDebounced } from '@/shared/lib/use-debounced'
import { useSubmit } from '@/shared/lib/use-submit'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'
import { notify } from '@/shared/ui/toaster'
import { BULK, type BulkName, bulkTitle, countWords } from './bulk'
import { bulkKey, bulkPreviewQuery, startBulk } from './bulk-queries'

type BulkDialogProps = {
  action: BulkName
  filter: BulkCreate['filter']
  onClose: () => void
  onStarted: () => void
}

/** Counts first what it would be done to, then does it. */
export function BulkDialog({ action, filter, onClose, onStarted }: BulkDialogProps) {
  const [reason, setReason] = useState('')
  const [nodeId, setNodeId] = useState('')
  const [key] = useState(() => crypto.randomUUID())
  const queryClient = useQueryClient()
  const { busy, error, submit } = useSubmit(onClose)
  const words = BULK[action]
  const node = useDebounced(nodeId.trim(), 250)
  const order: BulkCreate = {
    action,
    filter,
    ...(action === 'fork' && { node_id: node }),
    ...(action === 'terminate' && reason.trim() && { reason: reason.trim() }),
  }
  const lacksNode = action === 'fork' && node === ''
  const preview = useQuery({
    ...bulkPreviewQuery(order),
    enabled: !lacksNode,
    placeholderData: keepPreviousData,
  })
  const count = preview.data?.count
  const go = async () => {
    await startBulk({ ...order, expected_count: count ?? 0 }, key)
    queryClient.invalidateQueries({ queryKey: bulkKey })
    notify(t('Under way: {action}', { action: bulkTitle(words.verb, count ?? 0) }))
    onStarted()
  }
  return (
    <Dialog
      open
      title={t('{verb} many runs', { verb: t(words.verb) })}
      description={t(words.tells)}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{t('Leave them')}</Button>
          <Button
            variant={words.danger ? 'danger' : 'primary'}
            loading={busy}
            disabled={!count || lacksNode || preview.isPlaceholderData}
            onClick={() => submit(go)}
          >
            {count ? bulkTitle(words.verb, count) : t(words.verb)}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {action === 'fork' && (
          <Field
            label={t('Step')}
            hint={t('The id of the node that runs again, with all after it.')}
            required
          >
            {(wiring) => (
              <Input
                {...wiring}
                value={nodeId}
                onChange={(event) => setNodeId(event.target.value)}
                className="font-mono"
              />
            )}
          </Field>
        )}
        {action === 'terminate' && (
          <Field label={t('Reason')} hint={t('Shown as each run’s error.')}>
            {(wiring) => (
              <Input
                {...wiring}
                value={reason}
                maxLength={200}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
        )}
        {preview.isError ? <Refusal error={preview.error} /> : <Counted preview={preview.data} />}
        <Refusal error={error} />
      </div>
    </Dialog>
  )
}

function Counted({ preview }: { preview: BulkPreview | undefined }) {
  return (
    <p role="status" className="rounded-control bg-sunken px-3 py-2">
      {preview ? countWords(preview) : t('Counting…')}
      {preview?.count === 0 && t('. None of them can take this now.')}
    </p>
  )
}
