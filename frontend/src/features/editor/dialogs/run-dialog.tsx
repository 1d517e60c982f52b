import { Play } from 'lucide-react'
import { type FormEvent, useMemo, useState } from 'react'
import { JsonField } from '@/features/expression'
import { type FieldFault, type FormValue, SchemaForm } from '@/features/schema-form'
import { plural, t } from '@/shared/i18n/texts'
import { formatList } from '@/shared/lib/format'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { Segmented } from '@/shared/ui/segmented'
import type { RunKey } from '../api'
import { inputSchemaOf } from '../document/start-input'
import { type Part, trialOf } from '../document/trial'
import { useEditor, useEditorState } from '../editor-context'
import { leftToSay } from '../saved-draft'
import type { Trials } from '../trials'
import { CapturedMessages } from './captured-messages'
import { KeyFields, keyOf, NO_KEY } from './key-fields'
import { firstInput, hasForm, inputFaults } from './run-input'

type RunDialogProps = {
  /** Null: it was never published. */
  liveVersion: number | null
  /** Only this is to run. */
  part: Part | null
  trials: Trials
  onClose: () => void
}

/** What the run gets, in a form made from the start's schema. */
export function RunDialog({ liveVersion, part, trials, onClose }: RunDialogProps) {
  const editor = useEditor()
  const [schema] = useState(() => inputSchemaOf(editor.graph))
  const [input, setInput] = useState(() => firstInput(editor.workflowId, schema))
  const [which, setWhich] = useState<'draft' | 'live'>('draft')
  const [key, setKey] = useState<RunKey>(NO_KEY)
  const takesKey = useTakesKey(which, part)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const faults = useMemo(() => inputFaults(schema, input), [schema, input])
  const run = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (which === 'draft' && faults.size > 0) return
    setBusy(true)
    try {
      await trials.start(input, {
        version: which === 'live' ? liveVersion : null,
        part,
        key: takesKey ? keyOf(key) : null,
      })
      onClose()
    } catch (failure) {
      setError(leftToSay(failure, editor.autosave))
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      size="md"
      title={part ? t('Run up to “{step}”', { step: editor.titleOf(part.node_id) }) : t('Run|verb')}
      onOpenChange={(open) => !open && onClose()}
    >
      <form id="run-form" onSubmit={run} className="flex flex-col gap-4 pb-1">
        {liveVersion !== null && !part && (
          <Segmented
            label={t('What to run')}
            value={which}
            onValue={setWhich}
            options={[
              { value: 'draft', label: t('Draft, as it is now') },
              { value: 'live', label: t('Version {version}, live', { version: liveVersion }) },
            ]}
            className="self-start"
          />
        )}
        <CapturedMessages workflowId={editor.workflowId} onInput={setInput} />
        <InputFields
          schema={schema}
          input={input}
          onInput={setInput}
          faults={tried ? faults : NONE}
        />
        {takesKey && <KeyFields value={key} onValue={setKey} />}
        {which === 'draft' && <TrialNote />}
        {error !== null && <ErrorState error={error} />}
        <footer className="flex justify-end gap-2 pt-1">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" variant="primary" loading={busy}>
            {!busy && <Play aria-hidden />} {t('Run|verb')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

/** What pins make a part of the draft is about nothing. */
function useTakesKey(which: 'draft' | 'live', part: Part | null): boolean {
  const graph = useEditorState((state) => state.graph)
  const trial = useEditorState((state) => state.trial)
  if (part) return false
  return which === 'live' || Object.keys(trialOf(graph, trial).pins).length === 0
}

/** Pins and breakpoints change what a test run does: it says so before it starts. */
function TrialNote() {
  const graph = useEditorState((state) => state.graph)
  const trial = useEditorState((state) => state.trial)
  const { pins, breakpoints } = trialOf(graph, trial)
  const pinned = Object.keys(pins).length
  const words = [
    pinned > 0 && plural(pinned, '{count} pinned output', '{count} pinned outputs'),
    breakpoints.length > 0 &&
      plural(breakpoints.length, '{count} breakpoint', '{count} breakpoints'),
  ].filter((each) => each !== false)
  if (words.length === 0) return null
  return <p className="text-ink-2 text-xs">{t('With {what}.', { what: formatList(words) })}</p>
}

const NONE: ReadonlyMap<string, string> = new Map()

type InputFieldsProps = {
  schema: ReturnType<typeof inputSchemaOf>
  input: FormValue
  onInput: (input: FormValue) => void
  faults: ReadonlyMap<string, string>
}

function InputFields({ schema, input, onInput, faults }: InputFieldsProps) {
  const byPointer = useMemo(
    () => new Map([...faults].map(([pointer, message]) => [pointer, [faultFrom(message)]])),
    [faults],
  )
  if (hasForm(schema)) {
    return (
      <SchemaForm
        formId="run-input"
        schema={schema}
        value={input}
        onValue={onInput}
        expressions={false}
        faults={byPointer}
      />
    )
  }
  const [fault] = faults.values()
  return (
    <div className="flex flex-col gap-1">
      <span className="font-medium text-ink-2 text-sm">{t('Input')}</span>
      <JsonField
        value={input as Parameters<typeof JsonField>[0]['value']}
        onValue={(value) => onInput(value as FormValue)}
        label={t('Input')}
        wiring={{ 'aria-label': t('Input') }}
      />
      {fault && <p className="text-failed text-xs">{fault}</p>}
      <p className="text-ink-3 text-xs">
        {t('The start declares no input. Give it a schema, and this becomes a form.')}
      </p>
    </div>
  )
}

const faultFrom = (message: string): FieldFault => ({
  message,
  severity: 'error',
  line: null,
  column: null,
})
