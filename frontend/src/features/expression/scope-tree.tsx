import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { startDrag } from '@/shared/lib/path-drag'
import { memberText, type ScopeEntry } from './scope'

type ScopeTreeProps = {
  root: ScopeEntry
  /** What the root itself is called, as `steps.fetch.output`; nothing for the whole scope. */
  prefix?: string
  /** Read aloud. */
  label?: string
  /** Put the path into the expression. */
  onPick: (path: string) => void
}

/** All that may be read here: click or drag a name into the expression. */
export function ScopeTree({ root, prefix = '', label, onPick }: ScopeTreeProps) {
  return (
    <ul aria-label={label ?? t('What may be read here')} className="space-y-px">
      {Object.entries(root.children ?? {}).map(([name, entry]) => (
        <Branch
          key={name}
          name={name}
          path={prefix ? prefix + memberText(name) : name}
          entry={entry}
          depth={0}
          onPick={onPick}
        />
      ))}
    </ul>
  )
}

type BranchProps = {
  name: string
  path: string
  entry: ScopeEntry
  depth: number
  onPick: (path: string) => void
}

function Branch({ name, path, entry, depth, onPick }: BranchProps) {
  const [open, setOpen] = useState(depth < 1)
  const children = Object.entries(entry.children ?? {})
  return (
    <li>
      <div
        className="flex h-6 items-center rounded-chip hover:bg-sunken"
        style={{ paddingLeft: depth * 12 }}
      >
        <button
          type="button"
          aria-label={open ? t('Close {name}', { name }) : t('Open {name}', { name })}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className={cn(
            'grid size-5 place-items-center text-ink-3',
            children.length === 0 && 'invisible',
          )}
        >
          <ChevronRight aria-hidden className={cn('size-3', open && 'rotate-90')} />
        </button>
        <button
          type="button"
          draggable
          onDragStart={(event) => startDrag(event.dataTransfer, path)}
          onClick={() => onPick(path)}
          title={t('Insert {path}', { path })}
          className="flex min-w-0 flex-1 items-baseline gap-2 text-left font-mono text-xs"
        >
          <span className="shrink-0">{name}</span>
          <span className="truncate text-2xs text-ink-3">{entry.detail ?? entry.type}</span>
        </button>
      </div>
      {open && children.length > 0 && (
        <ul>
          {children.map(([child, each]) => (
            <Branch
              key={child}
              name={child}
              path={path + memberText(child)}
              entry={each}
              depth={depth + 1}
              onPick={onPick}
            />
          ))}
        </ul>
      )}
    </li>
  )
}
