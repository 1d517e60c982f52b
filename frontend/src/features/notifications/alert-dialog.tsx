import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { WorkflowField } from '@/features/workflows'
import type { AlertRead } from '@/shared/api/types'
import { labelled, type PlainText, t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { Select } from '@/shared/ui/select'
import { notify } from '@/shared/ui/toaster'
import { METRIC_WORDS } from './notification-words'
import { addAlert, alertsKey, changeAlert } from './notifications-queries'

type Metric = AlertRead['metric']

type AlertDraft = {
  workflow: string
  name: string
  metric: Metric
  threshold: string
  window: string
  minRuns: string
}

const METRICS = Object.keys(METRIC_WORDS) as Metric[]

const WINDOWS: readonly { value: string; label: PlainText }[] = [
  { value: '900', label: '15 minutes' },
  { value: '3600', label: 'An hour' },
  { value: '86400', label: 'A day' },
]

const draftOf = (alert: AlertRead | undefined): AlertDraft => ({
  workflow: alert?.workflow_id ?? '',
  name: alert?.name ?? '',
  metric: alert?.metric ?? 'failure_rate',
  threshold: String(alert?.threshold ?? 20),
  window: String(alert?.window_s ?? 3_600),
  minRuns: String(alert?.min_runs ?? 5),
})

type AlertDialogProps = { alert: AlertRead | undefined; onClose: () => void }

/** Makes or changes a limit. */
export function AlertDialog({ alert, onClose }: AlertDialogProps) {
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(alert))
  const { busy, error, submit } = useSubmit(onClose)
  const isWhole = draft.name.trim() !== '' && draft.workflow !== '' && Number(draft.threshold) > 0
  const save = async () => {
    const body = {
      name: draft.name.trim(),
      metric: draft.metric,
      threshold: Number(draft.threshold),
      window_s: Number(draft.window),
      min_runs: Number(draft.minRuns) || 1,
      quiet_s: alert?.quiet_s ?? 3_600,
    }
    if (alert) await changeAlert(alert.id, body)
    else await addAlert({ ...body, workflow_id: draft.workflow, paused: false })
    await queryClient.invalidateQueries({ queryKey: alertsKey })
    notify(alert ? t('The alert rule is changed') : t('The alert rule is added'))
  }
  return (
    <FormDialog
      title={alert ? t('Change “{name}”', { name: alert.name }) : t('New alert rule')}
      action={t('Save')}
      busy={busy}
      error={error}
      disabled={!isWhole}
      onClose={onClose}
      onSubmit={() => submit(save)}
    >
      <AlertFields draft={draft} onDraft={setDraft} isNew={!alert} />
    </FormDialog>
  )
}

type FieldsProps = { draft: AlertDraft; onDraft: (draft: AlertDraft) => void }

function AlertFields({ draft, onDraft, isNew }: FieldsProps & { isNew: boolean }) {
  return (
    <>
      {isNew && (
        <WorkflowField
          value={draft.workflow || undefined}
          onValue={(workflow) => onDraft({ ...draft, workflow })}
        />
      )}
      <Field label={t('Name')} required>
        {(wiring) => (
          <Input
            {...wiring}
            value={draft.name}
            maxLength={200}
            onChange={(event) => onDraft({ ...draft, name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('What is measured')}>
        {(wiring) => (
          <Select
            {...wiring}
            value={draft.metric}
            onValue={(metric) => onDraft({ ...draft, metric })}
            options={METRICS.map((value) => ({ value, label: t(METRIC_WORDS[value]) }))}
          />
        )}
      </Field>
      <LimitFields draft={draft} onDraft={onDraft} />
    </>
  )
}

function LimitFields({ draft, onDraft }: FieldsProps) {
  const isRate = draft.metric === 'failure_rate'
  return (
    <>
      <Field
        label={isRate ? t('Limit, in percent of the runs') : t('Limit, in seconds')}
        hint={isRate ? undefined : t('95 of 100 runs stay below it.')}
        required
      >
        {(wiring) => (
          <Input
            {...wiring}
            type="number"
            min={0}
            value={draft.threshold}
            onChange={(event) => onDraft({ ...draft, threshold: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('Over the last')}>
        {(wiring) => (
          <Select
            {...wiring}
            value={draft.window}
            onValue={(window) => onDraft({ ...draft, window })}
            options={windowOptions(draft.window)}
          />
        )}
      </Field>
      <Field label={t('With at least so many runs')}>
        {(wiring) => (
          <Input
            {...wiring}
            type="number"
            min={1}
            value={draft.minRuns}
            onChange={(event) => onDraft({ ...draft, minRuns: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}

/** One that was set by the API is kept. */
const windowOptions = (window: string) =>
  WINDOWS.some(({ value }) => value === window)
    ? labelled(WINDOWS)
    : [...labelled(WINDOWS), { value: window, label: `${window} s` }]
