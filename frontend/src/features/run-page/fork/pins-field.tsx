import { X } from 'lucide-react'
import type { ForkPreview } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Field } from '@/shared/ui/field'
import { IconButton } from '@/shared/ui/icon-button'
import { Textarea } from '@/shared/ui/input'
import { parseJson } from '@/shared/ui/json-input'
import { Menu } from '@/shared/ui/menu'
import { type PinTexts, pinnable } from './fork-pins'

type PinsFieldProps = {
  preview: ForkPreview | undefined
  texts: PinTexts
  onTexts: (texts: PinTexts) => void
}

/** Steps that get an output from you instead of running. */
export function PinsField({ preview, texts, onTexts }: PinsFieldProps) {
  const nameOf = (nodeId: string) =>
    preview?.steps.find((step) => step.node_id === nodeId)?.name || nodeId
  const choices = pinnable(preview, texts)
  return (
    <div className="flex flex-col gap-2">
      {Object.entries(texts).map(([nodeId, text]) => (
        <div key={nodeId} className="flex items-start gap-2">
          <Field
            label={t('Output of {name}', { name: nameOf(nodeId) })}
            error={parseJson(text).error}
            className="min-w-0 flex-1"
          >
            {(wiring) => (
              <Textarea
                {...wiring}
                rows={3}
                spellCheck={false}
                value={text}
                onChange={(event) => onTexts({ ...texts, [nodeId]: event.target.value })}
                className="font-mono text-xs leading-5"
              />
            )}
          </Field>
          <IconButton
            icon={X}
            size="icon-sm"
            label={t('Let {name} run', { name: nameOf(nodeId) })}
            onClick={() => {
              const { [nodeId]: _, ...rest } = texts
              onTexts(rest)
            }}
          />
        </div>
      ))}
      {choices.length > 0 && (
        <Menu
          align="start"
          trigger={
            <Button size="sm" className="self-start">
              {t('Give a step’s output…')}
            </Button>
          }
          items={choices.map(({ node_id: nodeId, name }) => ({
            label: name || nodeId,
            onSelect: () => onTexts({ ...texts, [nodeId]: '{}' }),
          }))}
        />
      )}
    </div>
  )
}
