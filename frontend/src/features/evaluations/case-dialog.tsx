import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CaseRead, JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { JsonInput, useJsonText } from '@/shared/ui/json-input'
import { dataSetsKey, saveCase } from './evaluations-queries'

type CaseDialogProps = { dataSetId: string; given?: CaseRead; onClose: () => void }

/** Adds or changes a case. */
export function CaseDialog({ dataSetId, given, onClose }: CaseDialogProps) {
  const queryClient = useQueryClient()
  const [name, setName] = useState(given?.name ?? '')
  const input = useJsonText((given?.input ?? {}) as JsonValue)
  const expected = useJsonText((given?.expected ?? null) as JsonValue)
  const { busy, error, submit } = useSubmit(onClose)
  const onSubmit = () => {
    const [sent, wanted] = [input.parsed, expected.parsed]
    if (!sent || !wanted) return
    submit(async () => {
      const body = { name: name.trim(), input: sent.value, expected: wanted.value }
      await saveCase(dataSetId, given?.id, body)
      await queryClient.invalidateQueries({ queryKey: [...dataSetsKey, dataSetId] })
    })
  }
  return (
    <FormDialog
      size="md"
      title={given ? t('Change the case') : t('Add a case')}
      action={t('Save')}
      busy={busy}
      error={error}
      disabled={!input.parsed || !expected.parsed}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <Field label={t('Name')}>
        {(wiring) => (
          <Input
            {...wiring}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <JsonInput json={input} label={t('Input of the run, as JSON')} rows={6} />
      <JsonInput json={expected} label={t('What is expected, as JSON')} rows={6} />
    </FormDialog>
  )
}
