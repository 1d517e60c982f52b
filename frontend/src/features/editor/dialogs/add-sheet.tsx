import { useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { CommandDialog, CommandGroup, CommandItem } from '@/shared/ui/command'
import { searchTypes } from '../document/catalog'
import type { Place } from '../document/placing'
import { hasInput } from '../document/ports'
import type { Editor } from '../editor'
import { useEditor } from '../editor-context'
import { iconOf } from '../node-icon'

type AddSheetProps = { place: Place; onClose: () => void }

/** Type a few letters, press Enter: the step is there, wired where it was asked for. */
export function AddSheet({ place, onClose }: AddSheetProps) {
  const editor = useEditor()
  const [search, setSearch] = useState('')
  // Nothing comes before a start: it can't be put behind another step.
  const types = editor.catalog.newest.filter(
    (type) => place.kind === 'at' || (hasInput(type) && mayFollow(type.type, place, editor)),
  )
  const found = searchTypes(types, search)
  const groups = [...new Set(found.map((type) => type.category))]
  return (
    <CommandDialog
      open
      onOpenChange={(open) => !open && onClose()}
      label={titleOf(place)}
      placeholder={titleOf(place)}
      search={search}
      onSearch={setSearch}
      filter={false}
    >
      {groups.map((category) => (
        <CommandGroup key={category} heading={category}>
          {found
            .filter((type) => type.category === category)
            .map((type) => (
              <CommandItem
                key={type.type}
                value={type.type}
                icon={iconOf(type.icon)}
                onSelect={() => {
                  onClose()
                  editor.add(type, place)
                }}
              >
                {type.title}
                <span className="ml-2 text-ink-3 text-xs">{type.description}</span>
              </CommandItem>
            ))}
        </CommandGroup>
      ))}
    </CommandDialog>
  )
}

/** An end is no step of a body. */
function mayFollow(type: string, place: Place, editor: Editor): boolean {
  if (type !== 'end') return true
  if (place.kind === 'after') return editor.bodies.parentOf(place.node_id) === null
  return place.kind === 'on_edge' ? editor.bodies.parentOf(place.edge.from) === null : false
}

function titleOf(place: Place): string {
  if (place.kind === 'in') return t('Add a step to the body')
  if (place.kind === 'on_edge') return t('Add a step in between')
  return place.kind === 'after' ? t('Add a step after this one') : t('Add a step')
}
