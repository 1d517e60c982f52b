import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { TriggerRead } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { ErrorState } from '@/shared/ui/error-state'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { notify } from '@/shared/ui/toaster'
import { NextTimes } from './next-times'
import { localTime, periodOf } from './period'
import { backfillTrigger, type Period, pastTimesQuery, triggersKey } from './triggers-queries'

const DAY_MS = 86_400_000
const NOTHING: Period = { since: '', until: '' }

type BackfillDialogProps = { trigger: TriggerRead; onClose: () => void }

/** Starts the runs of a past period, once it has said how many they are. */
export function BackfillDialog({ trigger, onClose }: BackfillDialogProps) {
  const [from, setFrom] = useState(() => localTime(new Date(Date.now() - DAY_MS)))
  const [to, setTo] = useState(() => localTime(new Date()))
  const period = periodOf(from, to, new Date())
  const queryClient = useQueryClient()
  const { busy, error, submit } = useSubmit(onClose)
  const query = useQuery({
    ...pastTimesQuery(trigger.id, period ?? NOTHING),
    enabled: period !== null,
  })
  const times = period ? query.data : undefined
  const count = times?.times.length ?? 0
  const start = async () => {
    if (!period) return
    await backfillTrigger(trigger.id, period)
    queryClient.invalidateQueries({ queryKey: triggersKey })
    notify(t('The runs are being started'))
  }
  return (
    <FormDialog
      title={t('Catch up with “{name}”', { name: trigger.name })}
      description={t(
        'Runs start for the times of a past period. Those that have their run get no second one.',
      )}
      action={plural(count, 'Start {count} run', 'Start {count} runs')}
      needs="edit"
      busy={busy}
      error={error}
      disabled={count === 0}
      onClose={onClose}
      onSubmit={() => submit(start)}
    >
      <Moment label={t('From')} value={from} onValue={setFrom} />
      <Moment label={t('Until')} value={to} onValue={setTo} />
      {!period && <p>{t('Give a period that is over, and that ends after it begins.')}</p>}
      {period && query.isError && <ErrorState error={query.error} />}
      {times && count === 0 && <p>{t('The period has no time of this schedule.')}</p>}
      {times && count > 0 && <NextTimes times={times} areAll />}
    </FormDialog>
  )
}

type MomentProps = { label: string; value: string; onValue: (value: string) => void }

function Moment({ label, value, onValue }: MomentProps) {
  return (
    <Field label={label}>
      {(wiring) => (
        <Input
          {...wiring}
          type="datetime-local"
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  )
}
