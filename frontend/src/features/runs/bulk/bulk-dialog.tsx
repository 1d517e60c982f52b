import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { BulkCreate, BulkPreview } from '@/shared/api/types'
import { type PlainText, t } from '@/shared/i18n/texts'
import { useDebounced } from '@/shared/lib/use-debounced'
import { useSubmit } from '@/shared/lib/use-submit'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'
import { notify } from '@/shared/ui/toaster'
import {
  ASKS,
  BULK,
  type BulkName,
  type BulkTexts,
  bulkOrder,
  bulkTitle,
  countWords,
  isVersion,
} from './bulk'
import { bulkKey, bulkPreviewQuery, startBulk } from './bulk-queries'

type BulkDialogProps = {
  action: BulkName
  filter: BulkCreate['filter']
  onClose: () => void
  onStarted: () => void
}

/** Counts first what it would be done to, then does it. */
export function BulkDialog({ action, filter, onClose, onStarted }: BulkDialogProps) {
  const [texts, setTexts] = useState<BulkTexts>({ node: '', version: '', reason: '' })
  const [key] = useState(() => crypto.randomUUID())
  const queryClient = useQueryClient()
  const { busy, error, submit } = useSubmit(onClose)
  const words = BULK[action]
  const typed = useDebounced(texts, 250)
  const { order, isReady } = bulkOrder(action, filter, typed)
  const preview = useQuery({
    ...bulkPreviewQuery(order),
    enabled: isReady,
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
            disabled={!count || !isReady || typed !== texts || preview.isPlaceholderData}
            onClick={() => submit(go)}
          >
            {count ? bulkTitle(words.verb, count) : t(words.verb)}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {ASKS[action].map((name) => (
          <BulkField
            key={name}
            name={name}
            value={texts[name]}
            onValue={(value) => setTexts({ ...texts, [name]: value })}
          />
        ))}
        {preview.isError ? <Refusal error={preview.error} /> : <Counted preview={preview.data} />}
        <Refusal error={error} />
      </div>
    </Dialog>
  )
}

const FIELDS: Readonly<Record<keyof BulkTexts, { label: PlainText; hint: PlainText }>> = {
  node: { label: 'Step', hint: 'The id of the node that runs again, with all after it.' },
  version: {
    label: 'Version',
    hint: 'That the new runs follow, as one in which the mistake is mended. Empty: each the one that its run followed.',
  },
  reason: { label: 'Reason', hint: 'Shown as each run’s error.' },
}

const MAX_LENGTH = 200

type BulkFieldProps = {
  name: keyof BulkTexts
  value: string
  onValue: (value: string) => void
}

function BulkField({ name, value, onValue }: BulkFieldProps) {
  const isWrong = name === 'version' && !isVersion(value)
  return (
    <Field
      label={t(FIELDS[name].label)}
      hint={t(FIELDS[name].hint)}
      error={isWrong ? t('Write a whole number of at least {least}.', { least: 1 }) : undefined}
      required={name === 'node'}
    >
      {(wiring) => (
        <Input
          {...wiring}
          value={value}
          maxLength={MAX_LENGTH}
          onChange={(event) => onValue(event.target.value)}
          {...(name === 'version' && { inputMode: 'numeric', className: 'num w-32' })}
          {...(name === 'node' && { className: 'font-mono' })}
        />
      )}
    </Field>
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
