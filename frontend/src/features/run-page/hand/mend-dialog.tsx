import { useState } from 'react'
import type { JsonValue, StepRetryWrite } from '@/shared/api/types'
import { useSubmit } from '@/shared/lib/use-submit'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { JsonInput, useJsonText } from '@/shared/ui/json-input'
import { Refusal } from '@/shared/ui/refusal'
import { Segmented } from '@/shared/ui/segmented'

type JsonObject = { [key: string]: JsonValue }

type MendDialogProps = {
  name: string
  /** The node's config as it is in the graph, with its expressions. */
  config: JsonValue | undefined
  /** What the last attempt was given: the config without expressions. */
  input: JsonValue
  /** An attempt is under way, and will be stopped. */
  stops: boolean
  onClose: () => void
  onRetry: (changes: Pick<StepRetryWrite, 'config' | 'input'>) => Promise<unknown>
}

type What = 'config' | 'input'

/** Try a step again with what was wrong put right, for this run alone. */
export function MendDialog({ name, config, input, stops, onClose, onRetry }: MendDialogProps) {
  const hasInput = isObject(input) && !('$preview' in input) && !('$blob' in input)
  const [what, setWhat] = useState<What>('config')
  const texts = { config: useJsonText(config ?? {}), input: useJsonText(hasInput ? input : {}) }
  const json = texts[what]
  const value = json.parsed?.value
  const isRight = value !== undefined && isObject(value)
  const { busy, error, submit } = useSubmit(onClose)
  const shown = json.parsed && !isRight ? { ...json, error: 'This must be an object: {…}.' } : json
  return (
    <Dialog
      open
      size="md"
      title={`Mend “${name}” and try again`}
      description={`What you change here counts for this run alone, and the step gets all its attempts anew.${stops ? ' The attempt that is under way is stopped first.' : ''}`}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!isRight}
            loading={busy}
            onClick={() => isRight && submit(() => onRetry({ [what]: value }))}
          >
            Try again
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Segmented<What>
          label="What to change"
          value={what}
          onValue={setWhat}
          options={[
            { value: 'config', label: 'Settings' },
            { value: 'input', label: 'Input, as it was used' },
          ]}
          className="self-start"
        />
        <JsonInput
          key={what}
          json={shown}
          rows={14}
          label={what === 'config' ? 'Settings of the step' : 'Input of the step'}
          hint={
            what === 'config'
              ? 'May hold {{ expressions }}; checked as when publishing.'
              : 'Used as it is written here, without expressions.'
          }
        />
        <Refusal error={error} />
      </div>
    </Dialog>
  )
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
