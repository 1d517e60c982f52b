import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { samplesQuery } from '@/shared/api/trigger-samples'
import type { JsonValue, SampleRead, TriggerRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { formatTime } from '@/shared/lib/format'
import { useSubmit } from '@/shared/lib/use-submit'
import { CodeBlock } from '@/shared/ui/code-block'
import { Dialog } from '@/shared/ui/dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { Field } from '@/shared/ui/field'
import { DialogForm } from '@/shared/ui/form-dialog'
import { JsonInput, type JsonText, useJsonText } from '@/shared/ui/json-input'
import { Segmented } from '@/shared/ui/segmented'
import { Select } from '@/shared/ui/select'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notify } from '@/shared/ui/toaster'
import { addressOf, ORIGIN_WORDS, OUTCOME_WORDS } from './trigger-words'
import { testTrigger, triggersKey } from './triggers-queries'

type TestDialogProps = { trigger: TriggerRead; onClose: () => void }

/** Fires it by hand: with a message that came, an example, or one that is written here. */
export function TestDialog({ trigger, onClose }: TestDialogProps) {
  const query = useQuery(samplesQuery(trigger.id))
  return (
    <Dialog
      open
      size="md"
      title={t('Test “{name}”', { name: trigger.name })}
      description={t('A message goes through the filter and the mapping, and starts a run.')}
      onOpenChange={(open) => !open && onClose()}
    >
      {query.data ? (
        <TestForm trigger={trigger} samples={query.data} onClose={onClose} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <LoadingRows rows={4} label={t('Loading captured messages')} />
      )}
    </Dialog>
  )
}

type TestFormProps = TestDialogProps & { samples: readonly SampleRead[] }

function TestForm({ trigger, samples, onClose }: TestFormProps) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [which, setWhich] = useState<'draft' | 'live'>('draft')
  const json = useJsonText((samples[0]?.message ?? {}) as JsonValue)
  const choice = useChoice(samples, json)
  const { busy, error, submit } = useSubmit(onClose)
  const fire = async () => {
    if (!json.parsed) return
    const trial = { sample: json.parsed.value, draft: which === 'draft' }
    const { outcome, run_id, detail } = await testTrigger(trigger.id, trial)
    queryClient.invalidateQueries({ queryKey: triggersKey })
    if (run_id) await navigate({ to: '/runs/$runId', params: { runId: run_id } })
    else notify(detail ?? t(OUTCOME_WORDS[outcome]))
  }
  return (
    <DialogForm
      action={
        <>
          {!busy && <Play aria-hidden />} {t('Run it')}
        </>
      }
      needs="run"
      busy={busy}
      error={error}
      disabled={!json.parsed}
      onClose={onClose}
      onSubmit={() => submit(fire)}
    >
      <Samples trigger={trigger} samples={samples} choice={choice} />
      <JsonInput json={json} label={t('Message')} rows={10} />
      <Segmented
        label={t('What to run')}
        value={which}
        onValue={setWhich}
        options={[
          { value: 'draft', label: t('Draft') },
          { value: 'live', label: t('Live version') },
        ]}
        className="self-start"
      />
    </DialogForm>
  )
}

type Choice = { chosen: string | undefined; choose: (firingId: string) => void }

/** The newest, until another is chosen or the message is written over: one that comes now is shown at once. */
function useChoice(samples: readonly SampleRead[], json: JsonText): Choice {
  const newest = samples[0]
  const [shown, setShown] = useState({ sample: newest, text: json.text, isNewest: true })
  const show = (sample: SampleRead | undefined) => {
    const text = JSON.stringify(sample?.message ?? null, null, 2)
    setShown({ sample, text, isNewest: sample === newest })
    json.setText(text)
  }
  const isUntouched = shown.isNewest && json.text === shown.text
  const hasCome = newest?.firing_id && newest.firing_id !== shown.sample?.firing_id
  if (hasCome && isUntouched) show(newest)
  return {
    chosen: shown.sample?.firing_id ?? undefined,
    choose: (firingId) => show(samples.find((each) => each.firing_id === firingId)),
  }
}

type SamplesProps = { trigger: TriggerRead; samples: readonly SampleRead[]; choice: Choice }

function Samples({ trigger, samples, choice }: SamplesProps) {
  if (samples.every((each) => each.origin === 'example'))
    return (
      <div className="space-y-2">
        <p className="text-ink-2">{t('No message has come yet: this is an example.')}</p>
        {trigger.test_url && (
          <>
            <p className="text-ink-2">
              {t(
                'Send a request to this address: it is checked as all others, starts nothing, and appears here.',
              )}
            </p>
            <CodeBlock code={addressOf(trigger.test_url)} label={t('test address')} />
          </>
        )}
      </div>
    )
  return (
    <Field
      label={t('Captured message')}
      hint={t('The newest 20 that came. Change it below as you like.')}
    >
      {(wiring) => (
        <Select
          {...wiring}
          aria-label={t('Captured message')}
          value={choice.chosen}
          onValue={choice.choose}
          options={samples.flatMap(({ firing_id, origin, at }) =>
            firing_id
              ? [{ value: firing_id, label: `${formatTime(at)}, ${t(ORIGIN_WORDS[origin])}` }]
              : [],
          )}
        />
      )}
    </Field>
  )
}
