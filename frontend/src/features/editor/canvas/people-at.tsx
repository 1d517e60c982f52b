import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Person } from '../presence/presence'
import { useCanvas } from './canvas-context'

/** Around a card: who else has chosen this step. */
export function PeopleAt({ id }: { id: string }) {
  const { people } = useCanvas()
  const names = useStore(
    people,
    useShallow(({ others }) => others.filter((each) => each.node_id === id).map(nameOf)),
  )
  if (names.length === 0) return null
  return (
    <span
      data-people={names.length}
      className="pointer-events-none absolute -inset-1.5 rounded-card border-2 border-ink-2 border-dashed"
    >
      <span className="absolute -top-5 left-0 max-w-full truncate rounded-chip bg-ink-2 px-1 text-2xs text-on-ink">
        {names.join(', ')}
      </span>
    </span>
  )
}

const nameOf = ({ name }: Person) => name
