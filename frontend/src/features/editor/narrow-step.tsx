import { X } from 'lucide-react'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { IconButton } from '@/shared/ui/icon-button'
import { JsonView } from '@/shared/ui/json/json-view'
import { type GraphNode, labelOf } from './document/graph'

type NarrowStepProps = { node: GraphNode; onClose: () => void }

/** How a step is set up, below the graph of a small screen. */
export function NarrowStep({ node, onClose }: NarrowStepProps) {
  const name = labelOf(node)
  return (
    <section
      aria-label={t('Step {name}', { name })}
      className="flex max-h-1/2 flex-col border-line border-t bg-surface"
    >
      <header className="flex items-center gap-2 py-1 pr-2 pl-4">
        <h2 className="min-w-0 flex-1 truncate font-semibold">{name}</h2>
        <span className="truncate font-mono text-ink-3 text-xs">{node.type}</span>
        <IconButton icon={X} label={t('Close')} onClick={onClose} />
      </header>
      <JsonView
        label={t('Settings')}
        value={(node.config ?? {}) as JsonValue}
        className="min-h-0 flex-1 overflow-auto px-4 pb-2"
      />
    </section>
  )
}
