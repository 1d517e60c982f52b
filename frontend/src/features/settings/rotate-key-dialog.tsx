import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiKeyRead } from '@/shared/api/types'
import { labelled, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { CodeBlock } from '@/shared/ui/code-block'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { Refusal } from '@/shared/ui/refusal'
import { Select } from '@/shared/ui/select'
import { apiKeysKey, rotateApiKey } from './api-keys-queries'

const GRACES = [
  { value: '0', label: 'At once' },
  { value: '1', label: 'In an hour' },
  { value: '24', label: 'In a day' },
  { value: '168', label: 'In a week' },
] as const

type RotateKeyDialogProps = { apiKey: ApiKeyRead; onClose: () => void }

/** Makes a key in place of another one, then shows it: this once. */
export function RotateKeyDialog({ apiKey, onClose }: RotateKeyDialogProps) {
  const [grace, setGrace] = useState<(typeof GRACES)[number]['value']>('24')
  const queryClient = useQueryClient()
  const rotate = useMutation({
    mutationFn: () => rotateApiKey(apiKey.id, Number(grace)),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiKeysKey }),
  })
  const made = rotate.data
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={made ? t('Copy your key now') : t('Rotate “{name}”?', { name: apiKey.name })}
      description={
        made
          ? t('It is not shown again; only its beginning is kept readable.')
          : t('A new key takes its place, with the same name, permissions and end.')
      }
      footer={
        made ? (
          <Button variant="primary" onClick={onClose}>
            {t('Done')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('Cancel')}</Button>
            <Button variant="primary" loading={rotate.isPending} onClick={() => rotate.mutate()}>
              {t('Rotate')}
            </Button>
          </>
        )
      }
    >
      {made ? (
        <CodeBlock code={made.key} label="API key" />
      ) : (
        <div className="space-y-4">
          <Refusal error={rotate.error} />
          <Field label={t('The old key ends')}>
            {(wiring) => (
              <Select {...wiring} value={grace} onValue={setGrace} options={labelled(GRACES)} />
            )}
          </Field>
        </div>
      )}
    </Dialog>
  )
}
