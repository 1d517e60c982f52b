import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormValue } from '@/features/schema-form'
import {
  type TriggerSamples,
  useLiveSamples,
  workflowSamplesQuery,
} from '@/shared/api/trigger-samples'
import { t } from '@/shared/i18n/texts'
import { formatTime } from '@/shared/lib/format'
import { Field } from '@/shared/ui/field'
import { Select } from '@/shared/ui/select'

type CapturedMessagesProps = { workflowId: string; onInput: (input: FormValue) => void }

/** Fills in what a trigger of the workflow makes of a message that came to it. */
export function CapturedMessages({ workflowId, onInput }: CapturedMessagesProps) {
  const { data } = useQuery(workflowSamplesQuery(workflowId))
  useLiveSamples(data?.some(({ trigger }) => trigger.test_url) ? workflowId : null)
  const [chosen, setChosen] = useState<string>()
  const choices = data ? choicesOf(data) : []
  if (choices.length === 0) return null
  return (
    <Field
      label={t('Captured message')}
      hint={t('What the trigger makes of it fills in the input.')}
    >
      {(wiring) => (
        <Select
          {...wiring}
          aria-label={t('Captured message')}
          placeholder={t('Choose one to fill in the input…')}
          value={chosen}
          onValue={(value) => {
            setChosen(value)
            const input = choices.find((each) => each.value === value)?.input
            if (input !== undefined) onInput(input as FormValue)
          }}
          options={choices}
        />
      )}
    </Field>
  )
}

/** Of all its triggers, the newest first of each; what starts no run says why. */
function choicesOf(of: readonly TriggerSamples[]) {
  return of.flatMap(({ trigger, samples }) =>
    samples.map(({ firing_id, origin, at, passes, problem, input }) => {
      const what = origin === 'example' ? t('an example') : formatTime(at)
      const why = problem ? t('the mapping fails') : t('the filter stops it')
      return {
        value: firing_id ?? trigger.id,
        label: [`${trigger.name}: ${what}`, ...(passes ? [] : [why])].join(' · '),
        disabled: !passes,
        input,
      }
    }),
  )
}
