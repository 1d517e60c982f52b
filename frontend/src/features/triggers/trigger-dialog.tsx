import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import {
  type FieldFault,
  type FormValue,
  initialObject,
  type Schema,
  SchemaForm,
} from '@/features/schema-form'
import { WorkflowField } from '@/features/workflows'
import type { TriggerRead, TriggerTypeRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useDebounced } from '@/shared/lib/use-debounced'
import { useSubmit } from '@/shared/lib/use-submit'
import { codeWords } from '@/shared/ui/code-words'
import { Dialog } from '@/shared/ui/dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { Field } from '@/shared/ui/field'
import { DialogForm } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { Select } from '@/shared/ui/select'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notify } from '@/shared/ui/toaster'
import { NextTimes } from './next-times'
import { faultsOf } from './trigger-words'
import {
  addTrigger,
  changeTrigger,
  previewQuery,
  triggersKey,
  triggerTypesQuery,
} from './triggers-queries'

type TriggerDialogProps = {
  /** The one to change; else one is added. */
  trigger?: TriggerRead
  /** Whose a new one is; it is asked for when absent. */
  workflowId?: string | undefined
  onClose: () => void
}

/** Adds or changes a trigger, in the form of its type. */
export function TriggerDialog({ trigger, workflowId, onClose }: TriggerDialogProps) {
  const query = useQuery(triggerTypesQuery)
  return (
    <Dialog
      open
      size="md"
      title={trigger ? t('Change “{name}”', { name: trigger.name }) : t('Add a trigger')}
      onOpenChange={(open) => !open && onClose()}
    >
      {query.data ? (
        <TriggerForm
          types={query.data}
          trigger={trigger}
          workflowId={trigger?.workflow_id ?? workflowId}
          onClose={onClose}
        />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <LoadingRows rows={5} label={t('Loading the types of triggers')} />
      )}
    </Dialog>
  )
}

const policyWords = () => ({
  auto: t('as the type of trigger does'),
  join: t('no new run'),
  reject: t('refuse the message'),
  cancel_previous: t('cancel that run first'),
  queue: t('wait in line'),
})

const mappingSchema = (): Schema => ({
  type: 'object',
  properties: {
    filter: {
      type: 'string',
      title: t('Only messages for which'),
      description: t('An expression, as trigger.body.total > 10. Empty: all.'),
      default: '',
    },
    key: {
      type: 'string',
      title: t('Business key'),
      description: t(
        'As order-{{ trigger.body.id }}: of runs with one key, one goes on at a time.',
      ),
      default: '',
    },
    key_policy: {
      title: t('While another run with it goes on'),
      enum: [...Object.keys(policyWords())],
      default: 'auto',
      'x-labels': policyWords(),
    },
    input: {
      title: t('Input of the run'),
      description: t('Any JSON with {{ }} in it. Null: the whole message.'),
      default: null,
      'x-ui': { widget: 'json' },
    },
  },
})

type TriggerFormProps = {
  types: readonly TriggerTypeRead[]
  trigger: TriggerRead | undefined
  workflowId: string | undefined
  onClose: () => void
}

const FIRST = 'webhook'

function TriggerForm({ types, trigger, workflowId: given, onClose }: TriggerFormProps) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const firstType = types.find((each) => each.name === (trigger?.type ?? FIRST)) ?? types[0]
  const [type, setType] = useState(firstType)
  const [name, setName] = useState(trigger?.name ?? '')
  const [workflowId, setWorkflowId] = useState(given)
  const [config, setConfig] = useState(
    () => (trigger?.config as FormValue | undefined) ?? emptyOf(firstType),
  )
  const [mapping, setMapping] = useState<FormValue>(() => ({ ...trigger?.mapping }) as FormValue)
  // After a new one is added its own page is shown, and with the list the dialog is gone.
  const { busy, error, submit } = useSubmit(() => trigger && onClose())
  const faults = useMemo(() => faultsOf(error), [error])
  if (!type) return null
  const choose = (found: TriggerTypeRead | undefined) => {
    setType(found)
    setConfig(emptyOf(found))
  }
  const save = async () => {
    const body = {
      name: name.trim() || type.title,
      config: { ...config },
      mapping: { filter: '', key: '', key_policy: 'auto' as const, input: null, ...mapping },
    }
    if (trigger) await changeTrigger(trigger.id, body)
    else {
      const added = await addTrigger(workflowId ?? '', { ...body, type: type.name, paused: false })
      await navigate({ to: '/triggers/$triggerId', params: { triggerId: added.id } })
    }
    notify(trigger ? t('The trigger is changed') : t('The trigger is added'))
    await queryClient.invalidateQueries({ queryKey: triggersKey })
  }
  return (
    <DialogForm
      action={trigger ? t('Save') : t('Add')}
      busy={busy}
      // The rest stands at its field.
      error={faults.hasOthers ? error : null}
      disabled={!workflowId}
      onClose={onClose}
      onSubmit={() => submit(save)}
    >
      {!trigger && <TypeField types={types} type={type} onType={choose} />}
      {!given && <StartedWorkflow value={workflowId} onValue={setWorkflowId} />}
      <Field label={t('Name')}>
        {(wiring) => (
          <Input
            {...wiring}
            value={name}
            maxLength={100}
            placeholder={type.title}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <SchemaForm
        key={type.name}
        formId={`trigger-${type.name}`}
        schema={type.config_schema as Schema}
        value={config}
        onValue={setConfig}
        expressions={false}
        faults={faults.config}
      />
      {type.name === 'schedule' && <Preview config={config} />}
      <MappingFields
        open={hasMapping(trigger)}
        value={mapping}
        onValue={setMapping}
        faults={faults.mapping}
      />
    </DialogForm>
  )
}

type TypeFieldProps = {
  types: readonly TriggerTypeRead[]
  type: TriggerTypeRead
  onType: (type: TriggerTypeRead | undefined) => void
}

function TypeField({ types, type, onType }: TypeFieldProps) {
  return (
    <Field label={t('Type')} hint={codeWords(type.description)}>
      {(wiring) => (
        <Select
          {...wiring}
          aria-label={t('Type of trigger')}
          value={type.name}
          onValue={(next) => onType(types.find((each) => each.name === next))}
          options={types.map((each) => ({ value: each.name, label: each.title }))}
        />
      )}
    </Field>
  )
}

type MappingFieldsProps = {
  open: boolean
  value: FormValue
  onValue: (value: FormValue) => void
  faults: ReadonlyMap<string, readonly FieldFault[]>
}

function MappingFields({ open, value, onValue, faults }: MappingFieldsProps) {
  const [schema] = useState(mappingSchema)
  return (
    <details className="rounded-control border border-line px-3 py-2" open={open}>
      <summary className="cursor-pointer font-medium text-ink-2">
        {t('From the message to the run')}
      </summary>
      <div className="pt-3">
        <SchemaForm
          formId="trigger-mapping"
          schema={schema}
          value={value}
          onValue={onValue}
          expressions={false}
          faults={faults}
        />
      </div>
    </details>
  )
}

const emptyOf = (type: TriggerTypeRead | undefined): FormValue => {
  const schema = (type?.config_schema ?? {}) as Schema
  return initialObject(schema, schema)
}

const hasMapping = (trigger: TriggerRead | undefined) =>
  Boolean(trigger && (trigger.mapping.filter || trigger.mapping.key || trigger.mapping.input))

type StartedWorkflowProps = { value: string | undefined; onValue: (id: string) => void }

function StartedWorkflow(props: StartedWorkflowProps) {
  return (
    <WorkflowField
      {...props}
      hint={t('Its newest version is started.')}
      name={t('Workflow to start')}
    />
  )
}

/** When it would fire; nothing while the form is not whole. */
function Preview({ config }: { config: FormValue }) {
  const settled = useDebounced(config, 300)
  const { data } = useQuery(previewQuery({ ...settled }))
  return data ? <NextTimes times={data} shown={3} /> : null
}
