import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { type FormValue, initialObject, SchemaForm } from '@/features/schema-form'
import { workflowsQuery } from '@/features/workflows'
import type { EventType, RuleRead } from '@/shared/api/types'
import { labelled, t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Checkbox } from '@/shared/ui/checkbox'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { Select } from '@/shared/ui/select'
import { notify } from '@/shared/ui/toaster'
import { CHANNEL_WORDS, EVENTS, eventWords } from './notification-words'
import { rulesKey, saveRule } from './notifications-queries'
import {
  ANY,
  bodyOf,
  type Channel,
  draftOf,
  QUIET,
  type RuleDraft,
  SEVERAL,
  schemaOf,
} from './rule-form'

type RuleDialogProps = { rule: RuleRead | undefined; onClose: () => void }

/** Makes or changes a rule. */
export function RuleDialog({ rule, onClose }: RuleDialogProps) {
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(rule))
  const { busy, error, submit } = useSubmit(onClose)
  const isWhole = draft.name.trim() !== '' && draft.events.length > 0
  const save = async () => {
    await saveRule(bodyOf(draft, rule), rule)
    await queryClient.invalidateQueries({ queryKey: rulesKey })
    notify(rule ? t('The rule is changed') : t('The rule is added'))
  }
  return (
    <FormDialog
      size="md"
      title={rule ? t('Change “{name}”', { name: rule.name }) : t('New rule')}
      action={t('Save')}
      busy={busy}
      error={error}
      disabled={!isWhole}
      onClose={onClose}
      onSubmit={() => submit(save)}
    >
      <RuleFields draft={draft} onDraft={setDraft} />
    </FormDialog>
  )
}

type FieldsProps = { draft: RuleDraft; onDraft: (draft: RuleDraft) => void }

function RuleFields({ draft, onDraft }: FieldsProps) {
  return (
    <>
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
      <EventChoice draft={draft} onDraft={onDraft} />
      <WorkflowField draft={draft} onDraft={onDraft} />
      <ChannelFields draft={draft} onDraft={onDraft} />
      <Field
        label={t('Quiet period')}
        hint={t('After a message, more about the same thing comes as one message at its end.')}
      >
        {(wiring) => (
          <Select
            {...wiring}
            value={draft.quiet}
            onValue={(quiet) => onDraft({ ...draft, quiet })}
            options={quietOptions(draft.quiet)}
          />
        )}
      </Field>
    </>
  )
}

/** One that was set by the API is kept. */
const quietOptions = (quiet: string) =>
  QUIET.some(({ value }) => value === quiet)
    ? labelled(QUIET)
    : [...labelled(QUIET), { value: quiet, label: `${quiet} s` }]

function EventChoice({ draft, onDraft }: FieldsProps) {
  const id = useId()
  const toggle = (type: EventType, on: boolean) =>
    onDraft({
      ...draft,
      events: EVENTS.filter((each) => (each === type ? on : draft.events.includes(each))),
    })
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-ink-2 text-sm">{t('Events')}</legend>
      <div className="grid sm:grid-cols-2">
        {EVENTS.map((type) => (
          <div key={type} className="flex h-8 items-center gap-2.5">
            <Checkbox
              id={id + type}
              checked={draft.events.includes(type)}
              onCheckedChange={(on) => toggle(type, on === true)}
            />
            <label htmlFor={id + type}>{eventWords(type)}</label>
          </div>
        ))}
      </div>
      {draft.events.length === 0 && (
        <p className="text-failed text-xs">{t('Choose at least one.')}</p>
      )}
    </fieldset>
  )
}

function WorkflowField({ draft, onDraft }: FieldsProps) {
  const { data } = useInfiniteQuery(workflowsQuery({}))
  const workflows = data?.pages.flatMap((page) => page.items) ?? []
  const { workflow } = draft
  const isListed =
    workflow === ANY || workflow === SEVERAL || workflows.some(({ id }) => id === workflow)
  return (
    <Field label={t('Workflow')}>
      {(wiring) => (
        <Select
          {...wiring}
          value={workflow}
          onValue={(next) => onDraft({ ...draft, workflow: next })}
          options={[
            { value: ANY, label: t('Any workflow') },
            ...(workflow === SEVERAL ? [{ value: SEVERAL, label: t('Several workflows') }] : []),
            ...(isListed ? [] : [{ value: workflow, label: t('This workflow') }]),
            ...workflows.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </Field>
  )
}

const CHANNELS = Object.keys(CHANNEL_WORDS) as Channel[]

function ChannelFields({ draft, onDraft }: FieldsProps) {
  const schema = schemaOf(draft.channel)
  const choose = (channel: Channel) => {
    const next = schemaOf(channel)
    onDraft({ ...draft, channel, config: { ...initialObject(next, next) } })
  }
  return (
    <>
      <Field label={t('Sent by')}>
        {(wiring) => (
          <Select
            {...wiring}
            value={draft.channel}
            onValue={choose}
            options={CHANNELS.map((value) => ({ value, label: t(CHANNEL_WORDS[value]) }))}
          />
        )}
      </Field>
      <SchemaForm
        key={draft.channel}
        formId={`rule-${draft.channel}`}
        schema={schema}
        value={draft.config as FormValue}
        onValue={(config) => onDraft({ ...draft, config: { ...config } })}
        expressions={false}
      />
    </>
  )
}
