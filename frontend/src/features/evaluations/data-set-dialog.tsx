import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { workflowsQuery } from '@/features/workflows'
import type { DataSetRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'
import { Select } from '@/shared/ui/select'
import { newEvaluator } from './evaluation-words'
import { createDataSet, dataSetsKey } from './evaluations-queries'

type DataSetDialogProps = { onClose: () => void; onMade: (made: DataSetRead) => void }

/** Name and workflow; it begins with one evaluator, to be changed afterwards. */
export function DataSetDialog({ onClose, onMade }: DataSetDialogProps) {
  const formId = useId()
  const queryClient = useQueryClient()
  const { data } = useInfiniteQuery(workflowsQuery({}))
  const workflows = data?.pages.flatMap((page) => page.items) ?? []
  const [name, setName] = useState('')
  const [workflowId, setWorkflowId] = useState<string>()
  const { busy, error, submit } = useSubmit(onClose)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim() || !workflowId) return
    submit(async () => {
      const evaluators = [newEvaluator('exact', t('Exactly as expected'))]
      const made = await createDataSet({ name: name.trim(), workflow_id: workflowId, evaluators })
      await queryClient.invalidateQueries({ queryKey: dataSetsKey })
      onMade(made)
    })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('New data set')}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            loading={busy}
            disabled={!name.trim() || !workflowId}
          >
            {t('Create')}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="space-y-4">
        <Refusal error={error} />
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
      </form>
    </Dialog>
  )
}
