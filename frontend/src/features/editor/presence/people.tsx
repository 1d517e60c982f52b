import { useStore } from 'zustand'
import { t } from '@/shared/i18n/texts'
import { Tooltip } from '@/shared/ui/tooltip'
import { findNode, labelOf } from '../document/graph'
import { useEditor } from '../editor-context'
import { initialsOf, type Person } from './presence'

const MOST_SHOWN = 4

/** Who else has the draft open; a click goes to the step that they have chosen. */
export function PeopleHere() {
  const { presence } = useEditor()
  const others = useStore(presence.store, (state) => state.others)
  if (others.length === 0) return null
  return (
    <ul aria-label={t('Here too')} className="flex items-center -space-x-1.5">
      {others.slice(0, MOST_SHOWN).map((person) => (
        <li key={person.seat}>
          <Avatar person={person} />
        </li>
      ))}
      {others.length > MOST_SHOWN && (
        <li className="num pl-3 text-ink-3 text-xs">+{others.length - MOST_SHOWN}</li>
      )}
    </ul>
  )
}

function Avatar({ person: { name, node_id: nodeId } }: { person: Person }) {
  const editor = useEditor()
  const node = nodeId ? findNode(editor.graph, nodeId) : undefined
  const label = node ? t('{name}, at “{step}”', { name, step: labelOf(node) }) : name
  return (
    <Tooltip label={label}>
      <button
        type="button"
        aria-label={label}
        onClick={() => node && editor.goTo(node.id)}
        className="grid size-7 place-items-center rounded-full border-2 border-surface bg-ink-2 font-medium text-2xs text-on-ink hover:z-10 focus-visible:z-10"
      >
        {initialsOf(name)}
      </button>
    </Tooltip>
  )
}
