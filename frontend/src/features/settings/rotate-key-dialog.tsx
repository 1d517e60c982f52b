import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiKeyRead } from '@/shared/api/types'
import { labelled, t } from '@/shared/i18n/texts'
import { CodeBlock } from '@/shared/ui/code-block'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
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
    <FormDialog
      title={made ? t('Copy your key now') : t('Rotate “{name}”?', { name: apiKey.name })}
      description={
        made
          ? t('It is not shown again; only its beginning is kept readable.')
          : t('A new key takes its place, with the same name, permissions and end.')
      }
      action={t('Rotate')}
      busy={rotate.isPending}
      error={rotate.error}
      result={made && <CodeBlock code={made.key} label={t('API key')} />}
      onClose={onClose}
      onSubmit={() => rotate.mutate()}
    >
      <Field label={t('The old key ends')}>
        {(wiring) => (
          <Select {...wiring} value={grace} onValue={setGrace} options={labelled(GRACES)} />
        )}
      </Field>
    </FormDialog>
  )
}
