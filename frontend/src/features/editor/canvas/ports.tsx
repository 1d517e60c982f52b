import { Handle, Position } from '@xyflow/react'
import { Plus } from 'lucide-react'
import { useStore } from 'zustand'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { portY } from '../document/geometry'
import { ERROR } from '../document/graph'
import { useCanvas } from './canvas-context'
import { pathClass } from './path-colors'

type PortsProps = {
  id: string
  ports: readonly string[]
  selected: boolean
  far: boolean
  /** Centre of each from the top, where not as on a card. */
  at?: (index: number) => number
}

/** The exits of a card; named when there are several. A chosen card offers a "+" at each. */
export function Ports({ id, ports, selected, far, at }: PortsProps) {
  const { edit } = useCanvas()
  const named = ports.length > 1 && !far
  return ports.map((port, index) => {
    const top = at ? at(index) : portY(index, ports.length)
    return (
      <div key={port} className="contents">
        <Handle
          id={port}
          type="source"
          position={Position.Right}
          isConnectable={edit !== null}
          className={portClass(port, index, ports)}
          style={{ top }}
        />
        {named && (
          <span
            className="pointer-events-none absolute left-full ml-2 max-w-24 -translate-y-full truncate rounded-chip bg-canvas px-0.5 font-mono text-ink-3"
            style={{ top, fontSize: 10, lineHeight: '14px' }}
          >
            {port}
          </span>
        )}
        {edit && selected && !far && <PortPlus id={id} port={port} top={top} named={named} />}
      </div>
    )
  })
}

/** An error port is red; the paths of a fork tell the default, which comes last, from the others. */
function portClass(port: string, index: number, ports: readonly string[]): string {
  if (port === ERROR) return 'port-error'
  const own = ports.filter((each) => each !== ERROR)
  if (own.length < 2) return ''
  return cn(pathClass(index), index === own.length - 1 && 'port-default')
}

type PortPlusProps = { id: string; port: string; top: number; named: boolean }

/** Where nothing follows yet; an edge has a "+" of its own. */
function PortPlus({ id, port, top, named }: PortPlusProps) {
  const { model, edit } = useCanvas()
  const isFree = useStore(
    model.store,
    ({ edges }) => !edges.some((edge) => edge.source === id && edge.sourceHandle === port),
  )
  if (!isFree) return null
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={t('Add a step after {port}', { port })}
      onClick={() => edit?.addAfter(id, port)}
      style={{ top, marginLeft: named ? 8 + 6.2 * Math.min(port.length, 15) + 8 : 12 }}
      className="nodrag nopan absolute left-full grid size-5 -translate-y-1/2 place-items-center rounded-full border border-line-strong bg-raised text-ink-2 hover:border-accent hover:text-accent"
    >
      <Plus aria-hidden className="size-3" />
    </button>
  )
}
