import { useState } from 'react'
import { focusField } from '@/features/schema-form'
import { t } from '@/shared/i18n/texts'
import { CommandDialog, CommandItem } from '@/shared/ui/command'
import { findInGraph } from '../document/find'
import { findNode } from '../document/graph'
import { useEditor } from '../editor-context'
import { iconOf } from '../node-icon'

type FindSheetProps = { onClose: () => void }

/** Names, ids, configs and expressions of the workflow. */
export function FindSheet({ onClose }: FindSheetProps) {
  const editor = useEditor()
  const [search, setSearch] = useState('')
  const found = findInGraph(editor.graph, search, editor.catalog)
  return (
    <CommandDialog
      open
      onOpenChange={(open) => !open && onClose()}
      label={t('Find in the workflow')}
      placeholder={t('Find names, settings, expressions')}
      search={search}
      onSearch={setSearch}
      filter={false}
    >
      {found.map(({ node_id, label, field, excerpt }) => {
        const node = findNode(editor.graph, node_id)
        return (
          <CommandItem
            key={`${node_id}${field}`}
            value={`${node_id}${field}`}
            icon={iconOf((node && editor.catalog.of(node)?.icon) ?? 'box')}
            onSelect={() => {
              onClose()
              editor.store.setState({ tab: 'config' })
              editor.goTo(node_id)
              if (field) setTimeout(() => focusField(`config-${node_id}`, field), 120)
            }}
          >
            {label}
            <span className="ml-2 font-mono text-2xs text-ink-3">{excerpt}</span>
          </CommandItem>
        )
      })}
    </CommandDialog>
  )
}
