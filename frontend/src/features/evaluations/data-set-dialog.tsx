import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { workflowsQuery } from '@/features/workflows'
import type { DataSetRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { Select } from '@/shared/ui/select'
import { newEvaluator } from './evaluation-words'
import { createDataSet, dataSetsKey } from './evaluations-queries'

type DataSetDialogProps = { onClose: () => void; onMade: (made: DataSetRead) => void }

/** Name and workflow; it begins with one evaluator, to be changed afterwards. */
export function DataSetDialog({ onClose, onMade }: DataSetDialogProps) {
  const queryClient = useQueryClient()
  const { data } = useInfiniteQuery(workflowsQuery({}))
  const workflows = data?.pages.flatMap((page) => page.items) ?? []
  const [name, setName] = useState('')
  const [workflowId, setWorkflowId] = useState<string>()
  const { busy, error, submit } = useSubmit(onClose)
  const onSubmit = () => {
    if (!name.trim() || !workflowId) return
    submit(async () => {
      const evaluators = [newEvaluator('exact', t('Exactly as expected'))]
      const made = await createDataSet({ name: name.trim(), workflow_id: workflowId, evaluators })
      await queryClient.invalidateQueries({ queryKey: dataSetsKey })
      onMade(made)
    })
  }
  return (
    <FormDialog
      title={t('New data set')}
      action={t('Create')}
      busy={busy}
      error={error}
      disabled={!name.trim() || !workflowId}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <Field label={t('Name')} required>
        {(wiring) => (
          <Input
            {...wiring}
            autoFocus
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('Workflow')} required>
        {(wiring) => (
          <Select
            {...wiring}
            value={workflowId}
            onValue={setWorkflowId}
            options={workflows.map((each) => ({ value: each.id, label: each.name }))}
          />
        )}
      </Field>
    </FormDialog>
  )
}
