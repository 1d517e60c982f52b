import { Pin as PinIcon, PinOff } from 'lucide-react'
import { JsonField } from '@/features/expression'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Field } from '@/shared/ui/field'
import { Select } from '@/shared/ui/select'
import type { GraphNode } from '../document/graph'
import { portsOf } from '../document/ports'
import type { Pin } from '../document/trial'
import { useEditor, useEditorState } from '../editor-context'
import type { Trials } from '../trials'

type PinEditorProps = { node: GraphNode; trials: Trials }

/** The output that test runs take instead of running the step. */
export function PinEditor({ node, trials }: PinEditorProps) {
  const { unparsed } = useEditor()
  const pin = useEditorState((state) => state.trial.pins[node.id])
  return (
    <section
      aria-label={t('Pinned output')}
      className="flex flex-col gap-3 border-line border-b bg-sunken/50 px-4 py-3"
    >
      <header className="flex items-center gap-2">
        <p className="min-w-0 flex-1 text-ink-2 text-xs">
          {pin
            ? t('Test runs take this output instead of running the step.')
            : t('Pin an output, and test runs take it instead of running the step.')}
        </p>
        <Button
          size="sm"
          onClick={() => {
            unparsed.delete(placeOf(node))
            trials.togglePin(node.id)
          }}
        >
          {pin ? <PinOff aria-hidden /> : <PinIcon aria-hidden />}
          {pin ? t('Unpin') : t('Pin the last output')}
        </Button>
      </header>
      {pin && <PinFields node={node} pin={pin} trials={trials} />}
    </section>
  )
}

const placeOf = (node: GraphNode) => `pin-${node.id}`

function PinFields({ node, pin, trials }: PinEditorProps & { pin: Pin }) {
  const editor = useEditor()
  const ports = portsOf(node, editor.catalog.of(node))
  const change = (next: Pin) => trials.pin(node.id, next, `pin ${node.id}`)
  return (
    <>
      {ports.length > 1 && (
        <Field label={t('Left by')}>
          {(wiring) => (
            <Select
              {...wiring}
              value={pin.port ?? ports[0]}
              onValue={(port) => change({ ...pin, port })}
              options={ports.map((port) => ({ value: port, label: port }))}
            />
          )}
        </Field>
      )}
      <JsonField
        value={pin.output}
        onValue={(output) => change({ ...pin, output })}
        label={t('Pinned output')}
        place={placeOf(node)}
        wiring={{ 'aria-label': t('Pinned output') }}
      />
    </>
  )
}
