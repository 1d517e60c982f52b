import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { DataSetRead, Evaluator } from '@/shared/api/types'
import { labelled, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Field } from '@/shared/ui/field'
import { IconButton } from '@/shared/ui/icon-button'
import { Input } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'
import { Select } from '@/shared/ui/select'
import { notify } from '@/shared/ui/toaster'
import { freeName, KINDS, newEvaluator } from './evaluation-words'
import { changeDataSet, dataSetsKey } from './evaluations-queries'
import { EvaluatorFields } from './evaluator-fields'

const MOST = 10

/** What judges the answers. */
export function EvaluatorsPanel({ dataSet }: { dataSet: DataSetRead }) {
  const queryClient = useQueryClient()
  const [evaluators, setEvaluators] = useState<readonly Evaluator[]>(dataSet.evaluators)
  const [wrong, setWrong] = useState<ReadonlySet<number>>(new Set())
  const save = useMutation({
    mutationFn: () => changeDataSet(dataSet.id, { evaluators: [...evaluators] }),
    onSuccess: () => notify(t('The evaluators are saved')),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [...dataSetsKey, dataSet.id] }),
  })
  const put = (at: number, next: Evaluator) =>
    setEvaluators(evaluators.map((each, other) => (other === at ? next : each)))
  const add = () =>
    setEvaluators([...evaluators, newEvaluator('rule', freeName(t('A rule holds'), evaluators))])
  const note = (at: number, isWrong: boolean) =>
    setWrong((before) => {
      const next = new Set(before)
      if (isWrong) next.add(at)
      else next.delete(at)
      return next
    })
  return (
    <form
      noValidate
      className="max-w-3xl space-y-4 p-4"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <p className="text-ink-2">{t('An answer is good when all of them say so.')}</p>
      <Refusal error={save.error} />
      <ol className="space-y-3">
        {evaluators.map((each, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: names are being written
          <li key={at} className="space-y-3 rounded-card border border-line p-3">
            <EvaluatorHead
              evaluator={each}
              onEvaluator={(next) => put(at, next)}
              onRemove={() => {
                setEvaluators(evaluators.filter((_, other) => other !== at))
                setWrong(new Set())
              }}
            />
            <EvaluatorFields
              key={each.kind}
              evaluator={each}
              onEvaluator={(next) => put(at, next)}
              onWrong={(isWrong) => note(at, isWrong)}
            />
          </li>
        ))}
      </ol>
      <div className="flex gap-2">
        <Button needs="edit" onClick={add} disabled={evaluators.length >= MOST}>
          <Plus aria-hidden />
          {t('Add an evaluator')}
        </Button>
        <Button
          needs="edit"
          type="submit"
          variant="primary"
          loading={save.isPending}
          disabled={wrong.size > 0}
        >
          {t('Save')}
        </Button>
      </div>
    </form>
  )
}

type EvaluatorHeadProps = {
  evaluator: Evaluator
  onEvaluator: (next: Evaluator) => void
  onRemove: () => void
}

function EvaluatorHead({ evaluator, onEvaluator, onRemove }: EvaluatorHeadProps) {
  const { name, kind } = evaluator
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field label={t('Name')} className="min-w-40 flex-1">
        {(wiring) => (
          <Input
            {...wiring}
            maxLength={100}
            value={name}
            onChange={(event) => onEvaluator({ ...evaluator, name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('How it judges')} className="min-w-40 flex-1">
        {(wiring) => (
          <Select
            {...wiring}
            value={kind}
            onValue={(next) => onEvaluator(newEvaluator(next, name))}
            options={labelled(KINDS)}
          />
        )}
      </Field>
      <IconButton needs="edit" icon={Trash2} label={t('Remove')} onClick={onRemove} />
    </div>
  )
}
