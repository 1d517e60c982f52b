import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { WorkflowSettingsRead } from '@/shared/api/types'
import { type PlainText, plural, t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Dialog } from '@/shared/ui/dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { Field } from '@/shared/ui/field'
import { DialogForm } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { Select } from '@/shared/ui/select'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notify } from '@/shared/ui/toaster'
import { type LimitName, type LimitTexts, limitTexts, readLimits } from './limits'
import { saveSettings, settingsQuery } from './workflows-queries'

type LimitsDialogProps = { workflow: { id: string; name: string }; onClose: () => void }

/** How many runs of a workflow go on, how fast they start, how long they take and are kept. */
export function LimitsDialog({ workflow, onClose }: LimitsDialogProps) {
  const query = useQuery(settingsQuery(workflow.id))
  return (
    <Dialog
      open
      title={t('Limits of “{name}”', { name: workflow.name })}
      description={t('What is left empty is not limited.')}
      onOpenChange={(open) => !open && onClose()}
    >
      {query.data ? (
        <LimitsForm workflow={workflow} settings={query.data} onClose={onClose} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <LoadingRows rows={5} label={t('Loading the limits')} />
      )}
    </Dialog>
  )
}

type LimitField = { name: LimitName; label: PlainText; unit: PlainText | 's'; hint: PlainText }

const FIELDS: readonly LimitField[] = [
  {
    name: 'max_concurrent_runs',
    label: 'At the same time',
    unit: 'runs',
    hint: 'Further ones wait in line, the most urgent first.',
  },
  {
    name: 'run_timeout_s',
    label: 'A run takes at most',
    unit: 's',
    hint: 'From its first step on; then it fails.',
  },
  {
    name: 'retention_days',
    label: 'Runs are kept for',
    unit: 'days',
    hint: 'After their end; then they are deleted with their steps.',
  },
]

const PRIORITIES: readonly { value: string; label?: PlainText }[] = [
  { value: '1', label: '1, the most urgent' },
  { value: '2' },
  { value: '3', label: '3, as usual' },
  { value: '4' },
  { value: '5', label: '5, when nothing else waits' },
]

type LimitsFormProps = LimitsDialogProps & { settings: WorkflowSettingsRead }

function LimitsForm({ workflow, settings, onClose }: LimitsFormProps) {
  const [texts, setTexts] = useState<LimitTexts>(() => limitTexts(settings))
  const queryClient = useQueryClient()
  const { busy, error, submit } = useSubmit(onClose)
  const { value, errors } = readLimits(texts)
  const field = { texts, errors, onText: setTexts }
  const save = async () => {
    if (!value) return
    const saved = await saveSettings(workflow.id, value)
    queryClient.setQueryData(settingsQuery(workflow.id).queryKey, saved)
    notify(t('The limits of “{name}” are saved', { name: workflow.name }))
  }
  return (
    <DialogForm
      action={t('Save')}
      busy={busy}
      error={error}
      disabled={!value}
      onClose={onClose}
      onSubmit={() => value && submit(save)}
    >
      {settings.in_line > 0 && (
        <p className="rounded-control bg-retrying-wash px-3 py-2">
          {plural(
            settings.in_line,
            '{count} run waits in line now.',
            '{count} runs wait in line now.',
          )}
        </p>
      )}
      {FIELDS.slice(0, 1).map((each) => (
        <LimitInput key={each.name} {...each} {...field} />
      ))}
      <RateInput {...field} />
      {FIELDS.slice(1).map((each) => (
        <LimitInput key={each.name} {...each} {...field} />
      ))}
      <Field label={t('Priority')} hint={t('Of runs that are started without one.')}>
        {(wiring) => (
          <Select
            {...wiring}
            value={texts.priority}
            onValue={(priority) => setTexts({ ...texts, priority })}
            options={PRIORITIES.map(({ value, label }) => ({
              value,
              label: label ? t(label) : value,
            }))}
          />
        )}
      </Field>
    </DialogForm>
  )
}

type FieldState = {
  texts: LimitTexts
  errors: Partial<Record<LimitName, string>>
  onText: (texts: LimitTexts) => void
}

function LimitInput({ name, label, unit, hint, texts, errors, onText }: LimitField & FieldState) {
  return (
    <Field label={t(label)} hint={t(hint)} error={errors[name]}>
      {(wiring) => (
        <span className="flex items-center gap-2">
          <Input
            {...wiring}
            inputMode="decimal"
            placeholder={t('no limit')}
            value={texts[name]}
            onChange={(event) => onText({ ...texts, [name]: event.target.value })}
            className="num w-32 font-mono"
          />
          <span className="text-ink-3">{unit === 's' ? unit : t(unit)}</span>
        </span>
      )}
    </Field>
  )
}

function RateInput({ texts, errors, onText }: FieldState) {
  const perId = useId()
  return (
    <Field
      label={t('Start at most')}
      hint={t('On average; as many at once after a rest. Later starts are put off.')}
      error={errors.rate_runs ?? errors.rate_per_s}
    >
      {(wiring) => (
        <span className="flex items-center gap-2">
          <Input
            {...wiring}
            inputMode="numeric"
            placeholder={t('no limit')}
            value={texts.rate_runs}
            onChange={(event) => onText({ ...texts, rate_runs: event.target.value })}
            className="num w-24 font-mono"
          />
          <label htmlFor={perId} className="text-ink-3">
            {t('runs in')}
          </label>
          <Input
            id={perId}
            inputMode="decimal"
            value={texts.rate_per_s}
            onChange={(event) => onText({ ...texts, rate_per_s: event.target.value })}
            className="num w-20 font-mono"
          />
          <span className="text-ink-3">s</span>
        </span>
      )}
    </Field>
  )
}
