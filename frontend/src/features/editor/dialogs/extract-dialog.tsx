import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { FormDialog } from '@/shared/ui/form-dialog'
import { NameField } from '@/shared/ui/name-field'
import { chosenSteps } from '../acts'
import { createWorkflow, publish } from '../api'
import { extract } from '../document/extract'
import { groupIdOf, groupsOf } from '../document/graph'
import type { Editor } from '../editor'
import { useEditor } from '../editor-context'

type ExtractDialogProps = { onClose: () => void }

/** What the workflow is called that the chosen steps become. */
export function ExtractDialog({ onClose }: ExtractDialogProps) {
  const editor = useEditor()
  const [name, setName] = useState(() => groupName(editor))
  const [tried, setTried] = useState(false)
  const { busy, error, send } = useExtract(editor, onClose)
  return (
    <FormDialog
      title={t('Make a workflow of the steps')}
      description={t(
        'They become a workflow that is published at once. One step in their place runs it, with what they read as its input; what reads them follows.',
      )}
      action={t('Make it')}
      needs="edit"
      busy={busy}
      error={error}
      onClose={onClose}
      onSubmit={() => {
        setTried(true)
        if (name.trim()) send(name.trim())
      }}
    >
      <NameField
        value={name}
        onValue={setName}
        error={tried && !name.trim() ? t('Write a name.') : undefined}
      />
    </FormDialog>
  )
}

/** A group that is chosen has a name already. */
function groupName(editor: Editor): string {
  const chosen = groupsOf(editor.graph).find((group) =>
    [...editor.chosen].some((key) => groupIdOf(key) === group.id),
  )
  return chosen?.name ?? ''
}

function useExtract(editor: Editor, onDone: () => void) {
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  /** Made already, where only publishing it was refused. */
  const made = useRef<{ name: string; workflowId: string; revision: number } | null>(null)
  const send = async (name: string) => {
    setBusy(true)
    setError(null)
    try {
      const { sub, graph, nodeId } = extract(
        editor.graph,
        chosenSteps(editor),
        name,
        editor.catalog,
      )
      if (made.current?.name !== name) {
        const { id, draft } = await createWorkflow(name, sub)
        made.current = { name, workflowId: id, revision: draft.revision }
      }
      const { workflowId, revision } = made.current
      await publish(workflowId, { name: null, note: null }, revision)
      client.invalidateQueries({ queryKey: ['workflows'] })
      editor.change(
        { graph, label: t('Make the workflow {name}', { name }) },
        { nodes: new Set([nodeId]), edges: new Set() },
      )
      editor.announce(t('The workflow {name} is made, and one step runs it.', { name }))
      onDone()
      editor.goTo(nodeId)
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return { busy, error, send }
}
