import { type FormEvent, useState } from 'react'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { countInGraph, replaceInGraph } from '../document/find'
import { useEditor, useEditorState } from '../editor-context'

type ReplaceDialogProps = { onClose: () => void }

/** Text in names, settings and expressions, replaced everywhere at once: one undo brings it back. */
export function ReplaceDialog({ onClose }: ReplaceDialogProps) {
  const editor = useEditor()
  const graph = useEditorState((state) => state.graph)
  const [search, setSearch] = useState('')
  const [replacement, setReplacement] = useState('')
  const count = countInGraph(graph, search)
  const places = count === 1 ? '1 place' : `${count} places`
  const replace = (event: FormEvent) => {
    event.preventDefault()
    if (count === 0) return
    editor.change({ graph: replaceInGraph(graph, search, replacement), label: `Replace ${search}` })
    editor.announce(`Replaced in ${places}.`)
    onClose()
  }
  return (
    <Dialog open title="Replace in the workflow" onOpenChange={(open) => !open && onClose()}>
      <form className="flex flex-col gap-4" onSubmit={replace}>
        <Field label="Find" hint="In names, settings and expressions; capitals count.">
          {(wiring) => (
            <Input
              {...wiring}
              autoFocus
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          )}
        </Field>
        <Field label="Replace with">
          {(wiring) => (
            <Input
              {...wiring}
              value={replacement}
              onChange={(event) => setReplacement(event.target.value)}
            />
          )}
        </Field>
        <footer className="flex items-center justify-end gap-2">
          <p role="status" className="mr-auto text-ink-3 text-xs">
            {search && `Found in ${places}`}
          </p>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={count === 0}>
            Replace all
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
