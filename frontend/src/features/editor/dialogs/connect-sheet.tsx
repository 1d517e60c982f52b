import { useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { CommandDialog, CommandItem } from '@/shared/ui/command'
import { possibleEdges } from '../document/connect'
import { edgeKey, findNode, type GraphEdge, portOf } from '../document/graph'
import type { Editor } from '../editor'
import { useEditor } from '../editor-context'
import { iconOf } from '../node-icon'

type ConnectSheetProps = { nodeId: string; onClose: () => void }

/** Draw an edge without a pointer: choose the port and the step it leads to. */
export function ConnectSheet({ nodeId, onClose }: ConnectSheetProps) {
  const editor = useEditor()
  const [search, setSearch] = useState('')
  const edges = possibleEdges(editor.graph, nodeId, editor.catalog)
  const label = t('Connect “{step}” to…', { step: editor.titleOf(nodeId) })
  return (
    <CommandDialog
      open
      onOpenChange={(open) => !open && onClose()}
      label={label}
      placeholder={edges.length > 0 ? label : t('There is no step that it could lead to')}
      search={search}
      onSearch={setSearch}
    >
      {edges.map((edge) => {
        const target = findNode(editor.graph, edge.to)
        return (
          <CommandItem
            key={edgeKey(edge)}
            value={`${edgeWords(editor, edge)} ${edge.to}`}
            icon={iconOf((target && editor.catalog.of(target)?.icon) ?? 'box')}
            aside={<span className="font-mono text-2xs text-ink-3">{edge.to}</span>}
            onSelect={() => {
              onClose()
              editor.connect(edge)
              editor.camera.focus(nodeId)
            }}
          >
            {edgeWords(editor, edge)}
          </CommandItem>
        )
      })}
    </CommandDialog>
  )
}

/** In words, for lists of targets: `yes → Ship it`. */
function edgeWords(editor: Editor, edge: GraphEdge): string {
  const port = portOf(edge)
  return port === 'out' ? editor.titleOf(edge.to) : `${port} → ${editor.titleOf(edge.to)}`
}
