import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type FieldFault, type FormValue, SchemaForm } from '@/features/schema-form'
import { ApiError } from '@/shared/api/error'
import { nodeTypesQuery } from '@/shared/api/node-types'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Button } from '@/shared/ui/button'
import { FormDialog } from '@/shared/ui/form-dialog'
import { JsonInput, useJsonText } from '@/shared/ui/json-input'
import { Segmented } from '@/shared/ui/segmented'
import type { StepChanges } from './hand-queries'
import { mendOf, type What } from './mend'
import { mendedPolicy, policyTexts, readPolicy } from './policy'
import { PolicyFields } from './policy-fields'

type MendDialogProps = {
  name: string
  /** Of the node, as `http.request`. */
  type: string
  /** The node's config as it is in the graph, with its expressions. */
  config: JsonValue | undefined
  /** What the last attempt was given: the config without expressions. */
  input: JsonValue
  /** Of the node, as the graph has it. */
  policy: unknown
  /** An attempt is under way, and will be stopped. */
  stops: boolean
  onClose: () => void
  onRetry: (changes: StepChanges) => Promise<unknown>
}

/** Try a step again with what was wrong put right, for this run alone. */
export function MendDialog(props: MendDialogProps) {
  const { name, type, stops, onClose, onRetry } = props
  const [what, setWhat] = useState<What>('config')
  const [given] = useState({ config: asForm(props.config), input: asForm(props.input) })
  const [values, setValues] = useState(given)
  const [times, setTimes] = useState(() => policyTexts(props.policy))
  const [asJson, setAsJson] = useState(false)
  const [isJson, setIsJson] = useState(true)
  const schema = useQuery(nodeTypesQuery).data?.find((each) => each.type === type)?.config_schema
  const { busy, error, submit } = useSubmit(onClose)
  const faults = useMemo(() => faultsOf(error), [error])
  const mended = mendOf(what, given, values, mendedPolicy(props.policy, times))
  const shown = {
    label: what === 'config' ? t('Settings of the step') : t('Input of the step'),
    value: values[what],
    onValue: (value: FormValue) => setValues({ ...values, [what]: value }),
  }
  return (
    <FormDialog
      size="md"
      title={t('Mend “{name}” and try again', { name })}
      description={[
        t(
          'What you change here counts for this run alone, and the step gets all its attempts anew.',
        ),
        ...(stops ? [t('The attempt that is under way is stopped first.')] : []),
      ].join(' ')}
      action={t('Try again')}
      busy={busy}
      error={error}
      disabled={(asJson && !isJson) || !readPolicy(times).value}
      onClose={onClose}
      onSubmit={() => submit(() => onRetry(mended))}
    >
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Segmented<What>
          label={t('What to change')}
          value={what}
          onValue={setWhat}
          options={[
            { value: 'config', label: t('Settings') },
            { value: 'input', label: t('Input, as it was used') },
          ]}
        />
        {schema && (
          <Button variant="ghost" size="sm" onClick={() => setAsJson(!asJson)}>
            {asJson ? t('As a form') : t('As JSON')}
          </Button>
        )}
      </div>
      {what === 'input' && (
        <p className="text-ink-3 text-xs">{t('Used as it stands here, without expressions.')}</p>
      )}
      {schema && !asJson ? (
        <section
          aria-label={shown.label}
          className="flex max-h-[55vh] flex-col gap-4 overflow-y-auto p-1"
        >
          <SchemaForm
            key={what}
            formId={`mend-${what}`}
            schema={schema}
            value={shown.value}
            onValue={shown.onValue}
            expressions={what === 'config'}
            faults={faults}
          />
        </section>
      ) : (
        <JsonObject key={what} {...shown} onIsRight={setIsJson} />
      )}
      <details>
        <summary className="text-ink-2">{t('Timeout and retries')}</summary>
        <div className="mt-2 flex flex-col gap-3">
          <PolicyFields texts={times} onTexts={setTimes} />
        </div>
      </details>
    </FormDialog>
  )
}

type JsonObjectProps = {
  label: string
  value: FormValue
  onValue: (value: FormValue) => void
  onIsRight: (isRight: boolean) => void
}

function JsonObject({ label, value, onValue, onIsRight }: JsonObjectProps) {
  const json = useJsonText(value as JsonValue)
  const isWrong = json.parsed !== null && !isObject(json.parsed.value)
  const setText = (text: string) => {
    json.setText(text)
    const read = objectOf(text)
    onIsRight(read !== null)
    if (read) onValue(read)
  }
  const shown = { ...json, setText, ...(isWrong && { error: t('This must be an object: {…}.') }) }
  return <JsonInput json={shown} rows={14} label={label} />
}

function objectOf(text: string): FormValue | null {
  try {
    const value = JSON.parse(text) as JsonValue
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

const isObject = (value: JsonValue | undefined): value is { [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value that events cut short, or that is a blob, is no form's to show. */
const asForm = (value: JsonValue | undefined): FormValue =>
  isObject(value) && !('$preview' in value) && !('$blob' in value) ? value : {}

/** What the server says of fields, to stand under them. */
function faultsOf(error: unknown): ReadonlyMap<string, readonly FieldFault[]> {
  const faults = new Map<string, FieldFault[]>()
  for (const problem of error instanceof ApiError ? error.problems : []) {
    const { field, message, severity, line = null, column = null } = problem
    if (!field) continue
    const pointer = field.replace(/^\/(config|input)(?=\/|$)/, '')
    faults.set(pointer, [...(faults.get(pointer) ?? []), { message, severity, line, column }])
  }
  return faults
}
