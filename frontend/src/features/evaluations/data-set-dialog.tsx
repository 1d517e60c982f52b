import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { WorkflowField } from '@/features/workflows'
import type { DataSetRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { FormDialog } from '@/shared/ui/form-dialog'
import { NameField } from '@/shared/ui/name-field'
import { newEvaluator } from './evaluation-words'
import { createDataSet, dataSetsKey } from './evaluations-queries'

type DataSetDialogProps = { onClose: () => void; onMade: (made: DataSetRead) => void }

/** Name and workflow; it begins with one evaluator, to be changed afterwards. */
export function DataSetDialog({ onClose, onMade }: DataSetDialogProps) {
  const queryClient = useQueryClient()
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
      <NameField value={name} onValue={setName} />
      <WorkflowField value={workflowId} onValue={setWorkflowId} />
    </FormDialog>
  )
}
