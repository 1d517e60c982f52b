import { type FormEvent, useState } from 'react'
import { plural, t } from '@/shared/i18n/texts'
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
  const places = plural(count, '{count} place', '{count} places')
  const replace = (event: FormEvent) => {
    event.preventDefault()
    if (count === 0) return
    editor.change({
      graph: replaceInGraph(graph, search, replacement),
      label: t('Replace {search}', { search }),
    })
    editor.announce(t('Replaced in {places}.', { places }))
    onClose()
  }
  return (
    <Dialog open title={t('Replace in the workflow')} onOpenChange={(open) => !open && onClose()}>
      <form className="flex flex-col gap-4" onSubmit={replace}>
        <Field label={t('Find')} hint={t('In names, settings and expressions; capitals count.')}>
          {(wiring) => (
            <Input
              {...wiring}
              autoFocus
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('Replace with')}>
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
            {search && t('Found in {places}', { places })}
          </p>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" variant="primary" disabled={count === 0}>
            {t('Replace all')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
