import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { GitFork } from 'lucide-react'
import { useState } from 'react'
import { runsKey } from '@/features/runs'
import type { ForkPreview, JsonValue, RunRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { isBlob } from '@/shared/lib/json-lines'
import { useDebounced } from '@/shared/lib/use-debounced'
import { useSubmit } from '@/shared/lib/use-submit'
import { Checkbox } from '@/shared/ui/checkbox'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { JsonInput, type JsonText, useJsonText } from '@/shared/ui/json-input'
import { Refusal } from '@/shared/ui/refusal'
import { Select } from '@/shared/ui/select'
import { notify } from '@/shared/ui/toaster'
import type { ForkPlace } from '../step-menu'
import { type PinTexts, pinsOf } from './fork-pins'
import { type ForkOrder, forkPreviewQuery, startFork, versionsQuery } from './fork-queries'
import { ForkSteps } from './fork-steps'
import { PinsField } from './pins-field'

export type ForkKind = { kind: 'retry' } | ({ kind: 'fork' } & ForkPlace)

type ForkDialogProps = {
  run: RunRead
  start: ForkKind
  /** That may be forked at, in the graph's order. */
  nodes: readonly { id: string; name: string }[]
  onClose: () => void
}

const WORDS = {
  retry: {
    title: 'Retry from where it failed',
    description: 'A new run takes over what ended well and runs the rest. This run stays as it is.',
    action: 'Retry',
    done: 'Goes on in a new run',
  },
  fork: {
    title: 'Fork the run',
    description:
      'A new run takes over what ended before the step you choose, and runs it and all after it. This run stays as it is.',
    action: 'Fork',
    done: 'Forked: this is the new run',
  },
  iteration: {
    title: 'Fork in one iteration',
    description:
      'A new run keeps what other iterations gave. In this one it runs the step and all after it again, then what comes after the loop. This run stays as it is.',
    action: 'Fork',
    done: 'Forked: this is the new run',
  },
} as const

const SAME = 'same'
const DRAFT = 'draft'

/** Go on from a run in a new one: what is reused and what runs again is shown before it starts. */
export function ForkDialog({ run, start, nodes, onClose }: ForkDialogProps) {
  const at = placeOf(start)
  const { iteration } = at
  const words = WORDS[iteration ? 'iteration' : start.kind]
  const [nodeId, setNodeId] = useState(at.nodeId)
  const [follows, setFollows] = useState(SAME)
  const [edits, setEdits] = useState(false)
  const json = useJsonText(run.input as JsonValue)
  const [key] = useState(() => crypto.randomUUID())
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { busy, error, submit } = useSubmit(onClose)
  const [texts, setTexts] = useState<PinTexts>({})
  const { order, isReady } = draftOf(nodeId, iteration, follows, texts, edits ? json : null)
  const text = JSON.stringify(order)
  const settled = useDebounced(text, 250)
  const preview = useQuery({
    ...forkPreviewQuery(run.id, JSON.parse(settled) as ForkOrder),
    placeholderData: keepPreviousData,
  })
  const go = async () => {
    const started = await startFork(run.id, order, key)
    queryClient.invalidateQueries({ queryKey: runsKey })
    notify(t(words.done))
    await navigate({ to: '/runs/$runId', params: { runId: started.id } })
  }
  return (
    <FormDialog
      size="md"
      title={t(words.title)}
      description={t(words.description)}
      action={
        <>
          {!busy && <GitFork aria-hidden />}
          {t(words.action)}
        </>
      }
      busy={busy}
      error={error}
      disabled={!isReady || preview.isError}
      onClose={onClose}
      onSubmit={() => submit(go)}
    >
      <PlaceField nodeId={nodeId} iteration={iteration} nodes={nodes} onNode={setNodeId} />
      {!iteration && (
        <>
          <FollowsField run={run} value={follows} onValue={setFollows} />
          {!isBlob(run.input) && <InputField edits={edits} onEdits={setEdits} json={json} />}
          <PinsField preview={preview.data} texts={texts} onTexts={setTexts} />
        </>
      )}
      {preview.isError ? (
        <Refusal error={preview.error} />
      ) : (
        <Preview preview={preview.data} stale={preview.isPlaceholderData || settled !== text} />
      )}
    </FormDialog>
  )
}

/** Of a retry there is none. */
const placeOf = (start: ForkKind) =>
  start.kind === 'fork' ? { iteration: '', ...start } : { nodeId: null, iteration: '' }

type PlaceFieldProps = Pick<ForkDialogProps, 'nodes'> & {
  nodeId: string | null
  iteration: string
  onNode: (nodeId: string) => void
}

/** Where it begins; in an iteration that is settled. */
function PlaceField({ nodeId, iteration, nodes, onNode }: PlaceFieldProps) {
  if (nodeId === null) return null
  if (iteration) {
    return (
      <p>
        {t('Run again from')}{' '}
        <span className="font-mono text-xs">
          {nodeId} #{iteration}
        </span>
      </p>
    )
  }
  return (
    <Field label={t('Run again from')}>
      {(wiring) => (
        <Select
          {...wiring}
          value={nodeId}
          onValue={onNode}
          options={nodes.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
    </Field>
  )
}

/** What is asked for so far, and whether all that is written is JSON. */
function draftOf(
  nodeId: string | null,
  iteration: string,
  follows: string,
  texts: PinTexts,
  input: JsonText | null,
): { order: ForkOrder; isReady: boolean } {
  const pins = pinsOf(texts)
  const parsed = input?.parsed ?? null
  const order = orderOf({ nodeId, iteration, follows, pins: pins ?? {}, input: parsed })
  return { order, isReady: pins !== null && input?.parsed !== null }
}

type OrderParts = {
  nodeId: string | null
  iteration?: string
  follows: string
  pins: ForkOrder['pins']
  input: { value: RunRead['input'] } | null
}

export function orderOf({ nodeId, iteration = '', follows, pins, input }: OrderParts): ForkOrder {
  return {
    node_id: nodeId,
    iteration,
    draft: follows === DRAFT,
    version: follows === SAME || follows === DRAFT ? null : Number(follows),
    pins,
    // Left out, the run's own counts.
    ...(input && { input: input.value }),
  }
}

type FollowsFieldProps = { run: RunRead; value: string; onValue: (value: string) => void }

function FollowsField({ run, value, onValue }: FollowsFieldProps) {
  const { data } = useQuery(versionsQuery(run.workflow_id))
  const versions = data?.items ?? []
  const same =
    run.version === null
      ? t('what this run followed')
      : t('v{version}, as this run', { version: run.version })
  const options = [
    { value: SAME, label: t('The same: {same}', { same }) },
    ...versions
      .filter(({ version }) => version !== run.version)
      .map(({ version }) => ({
        value: String(version),
        label: t('Version {version}', { version }),
      })),
    { value: DRAFT, label: t('The draft, as it is now (a test run)') },
  ]
  return (
    <Field label={t('Follows')} hint={t('A version in which the mistake is mended, for example.')}>
      {(wiring) => <Select {...wiring} value={value} onValue={onValue} options={options} />}
    </Field>
  )
}

type InputFieldProps = {
  edits: boolean
  onEdits: (edits: boolean) => void
  json: ReturnType<typeof useJsonText>
}

function InputField({ edits, onEdits, json }: InputFieldProps) {
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <Checkbox
          id="fork-edits"
          checked={edits}
          onCheckedChange={(checked) => onEdits(checked === true)}
        />
        <label htmlFor="fork-edits">{t('Give the new run another input')}</label>
      </div>
      {edits && <JsonInput json={json} label={t('Input')} />}
    </div>
  )
}

type PreviewProps = { preview: ForkPreview | undefined; stale: boolean }

function Preview({ preview, stale }: PreviewProps) {
  if (!preview) {
    return (
      <p role="status" className="text-ink-3">
        {t('Working out what runs again…')}
      </p>
    )
  }
  return <ForkSteps preview={preview} stale={stale} />
}
