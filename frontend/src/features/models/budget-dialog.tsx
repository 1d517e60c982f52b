import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { BudgetRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { Select } from '@/shared/ui/select'
import { notify } from '@/shared/ui/toaster'
import { budgetsKey, saveBudget, workflowChoiceQuery } from './models-queries'
import { readUsd } from './money'

type BudgetDialogProps = {
  /** Null: one for a workflow that is chosen here. */
  budget: BudgetRead | null
  /** Who has one already. */
  taken: readonly (string | null)[]
  onClose: () => void
}

const PERIODS = {
  run_usd: 'Each run',
  day_usd: 'Each day',
  month_usd: 'Each month',
} as const
type Period = keyof typeof PERIODS
const NAMES = Object.keys(PERIODS) as Period[]

/** Three amounts in US dollars; an empty one is no limit. */
export function BudgetDialog({ budget, taken, onClose }: BudgetDialogProps) {
  const queryClient = useQueryClient()
  const [chosen, setChosen] = useState<string | undefined>()
  const [texts, setTexts] = useState(() => textsOf(budget))
  const { busy, error, submit } = useSubmit(onClose)
  const amounts = NAMES.map((name) => readUsd(texts[name]))
  const isSound = amounts.every((each) => each !== undefined) && (budget !== null || chosen)
  const onSubmit = () => {
    const [run = null, day = null, month = null] = amounts
    if (!isSound) return
    submit(async () => {
      const whose = budget ? budget.workflow_id : (chosen ?? null)
      await saveBudget(whose, { run_usd: run, day_usd: day, month_usd: month })
      await queryClient.invalidateQueries({ queryKey: budgetsKey })
      notify(t('The budget holds from now on'))
    })
  }
  return (
    <FormDialog
      title={titleOf(budget)}
      description={t('In US dollars. An empty field is no limit. Days and months are in UTC.')}
      action={t('Save')}
      busy={busy}
      error={error}
      disabled={!isSound}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      {budget === null && <WorkflowField taken={taken} value={chosen} onValue={setChosen} />}
      <div className="grid gap-4 sm:grid-cols-3">
        {NAMES.map((name) => (
          <Field
            key={name}
            label={t(PERIODS[name])}
            error={readUsd(texts[name]) === undefined ? t('An amount above 0') : undefined}
          >
            {(wiring) => (
              <Input
                {...wiring}
                inputMode="decimal"
                value={texts[name]}
                onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </FormDialog>
  )
}

function titleOf(budget: BudgetRead | null): string {
  if (budget === null) return t('Limit a workflow')
  return budget.workflow_id === null
    ? t('Budget of the workspace')
    : t('Budget of “{name}”', { name: budget.workflow_name ?? '' })
}

const textsOf = (budget: BudgetRead | null): Record<Period, string> => ({
  run_usd: String(budget?.run_usd ?? ''),
  day_usd: String(budget?.day_usd ?? ''),
  month_usd: String(budget?.month_usd ?? ''),
})

type WorkflowFieldProps = {
  taken: readonly (string | null)[]
  value: string | undefined
  onValue: (value: string) => void
}

function WorkflowField({ taken, value, onValue }: WorkflowFieldProps) {
  const { data = [] } = useQuery(workflowChoiceQuery)
  const options = data
    .filter(({ id }) => !taken.includes(id))
    .map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Field label={t('Workflow')} required>
      {(wiring) => <Select {...wiring} value={value} onValue={onValue} options={options} />}
    </Field>
  )
}
