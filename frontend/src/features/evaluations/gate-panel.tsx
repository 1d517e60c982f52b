import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { DataSetRead, GateRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Checkbox } from '@/shared/ui/checkbox'
import { ErrorState } from '@/shared/ui/error-state'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notify, notifyError } from '@/shared/ui/toaster'
import { deleteGate, gateQuery, setGate } from './evaluations-queries'

/** What a draft has to be good for before it is published. */
export function GatePanel({ dataSet }: { dataSet: DataSetRead }) {
  const query = useQuery(gateQuery(dataSet.workflow_id))
  if (query.isPending) return <LoadingRows rows={3} label={t('Loading the gate')} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  return <GateForm key={query.data?.data_set_id ?? ''} dataSet={dataSet} gate={query.data} />
}

type GateFormProps = { dataSet: DataSetRead; gate: GateRead | null }

function GateForm({ dataSet, gate }: GateFormProps) {
  const queryClient = useQueryClient()
  const [percent, setPercent] = useState(Math.round((gate?.min_pass_rate ?? 1) * 100))
  const [allows, setAllows] = useState(gate?.allow_regressions ?? false)
  const again = () =>
    queryClient.invalidateQueries({ queryKey: gateQuery(dataSet.workflow_id).queryKey })
  const save = useMutation({
    mutationFn: () =>
      setGate(dataSet.workflow_id, {
        data_set_id: dataSet.id,
        min_pass_rate: percent / 100,
        allow_regressions: allows,
      }),
    onSuccess: () => notify(t('The gate is set')),
    onSettled: again,
  })
  const remove = useMutation({
    mutationFn: () => deleteGate(dataSet.workflow_id),
    onSuccess: () => notify(t('The gate is taken away')),
    onError: (error) => notifyError(t('The gate could not be taken away'), error),
    onSettled: again,
  })
  return (
    <form
      noValidate
      className="max-w-xl space-y-4 p-4"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <p className="text-ink-2">
        {t(
          'With a gate, a draft of {workflow} is published only after an evaluation over this data set went well enough.',
          { workflow: dataSet.workflow_name },
        )}
      </p>
      <GateState dataSet={dataSet} gate={gate} />
      <Refusal error={save.error} />
      <Field label={t('Cases that have to pass, in percent')}>
        {(wiring) => (
          <Input
            {...wiring}
            type="number"
            min={0}
            max={100}
            className="w-28"
            value={percent}
            onChange={(event) => setPercent(Number(event.target.value))}
          />
        )}
      </Field>
      <div className="flex items-center gap-2">
        <Checkbox
          id="gate-regressions"
          checked={allows}
          onCheckedChange={(on) => setAllows(on === true)}
        />
        <label htmlFor="gate-regressions">
          {t('Cases may fail that passed with the newest version')}
        </label>
      </div>
      <div className="flex gap-2">
        <Button needs="edit" type="submit" variant="primary" loading={save.isPending}>
          {gate ? t('Save') : t('Set the gate')}
        </Button>
        {gate && (
          <Button needs="edit" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('Take it away')}
          </Button>
        )}
      </div>
    </form>
  )
}

function GateState({ dataSet, gate }: GateFormProps) {
  if (!gate) return <p>{t('There is no gate at present.')}</p>
  if (gate.data_set_id !== dataSet.id)
    return <p>{t('The gate asks for another data set at present; saving makes it this one.')}</p>
  return (
    <p role="status" className={gate.refusal ? 'text-failed' : 'text-succeeded'}>
      {gate.refusal ?? t('The draft could be published now.')}
    </p>
  )
}
