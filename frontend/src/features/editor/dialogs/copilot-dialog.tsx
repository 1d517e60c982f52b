import { useMutation } from '@tanstack/react-query'
import { Sparkles } from 'lucide-react'
import { useId, useState } from 'react'
import { api, dataOf } from '@/shared/api/client'
import type { CopilotRead, GraphDocument } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Checkbox } from '@/shared/ui/checkbox'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { Input, Textarea } from '@/shared/ui/input'
import { MarkdownText } from '@/shared/ui/markdown'
import { Refusal } from '@/shared/ui/refusal'
import { notify } from '@/shared/ui/toaster'
import { readGraph } from '../document/graph'
import { useEditor } from '../editor-context'
import { replaceGraph } from '../store'

type CopilotDialogProps = { onClose: () => void }

type Asked = { what: 'draft' | 'explanation'; words: string }

/** Says in words what the workflow should do, and takes over what is proposed, node by node. */
export function CopilotDialog({ onClose }: CopilotDialogProps) {
  const { store } = useEditor()
  const [words, setWords] = useState('')
  const [model, setModel] = useState('demo/demo')
  const [credential, setCredential] = useState('')
  const ask = useMutation({
    mutationFn: ({ what, words: said }: Asked) => {
      const graph = store.getState().graph as unknown as GraphDocument
      const body = {
        words: said,
        graph,
        model: model.trim(),
        credential: credential.trim() || null,
      }
      return what === 'draft'
        ? dataOf(api.POST('/api/v1/copilot/draft', { body }))
        : dataOf(api.POST('/api/v1/copilot/explanation', { body }))
    },
  })
  const isAsking = (what: Asked['what']) => ask.isPending && ask.variables.what === what
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={t('Copilot')}
      description={t(
        'It only proposes: nothing changes before you accept it, and it knows no secrets.',
      )}
    >
      <div className="space-y-4 pb-3">
        <Field label={t('What should the workflow do, or do differently?')}>
          {(wiring) => (
            <Textarea
              {...wiring}
              autoFocus
              rows={4}
              maxLength={20_000}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          )}
        </Field>
        <div className="flex flex-wrap items-end gap-2">
          <Field label={t('Model')} className="w-52">
            {(wiring) => (
              <Input
                {...wiring}
                maxLength={200}
                value={model}
                onChange={(event) => setModel(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('Credential')} className="w-40">
            {(wiring) => (
              <Input
                {...wiring}
                value={credential}
                onChange={(event) => setCredential(event.target.value)}
              />
            )}
          </Field>
          <Button
            variant="primary"
            needs="edit"
            loading={isAsking('draft')}
            disabled={ask.isPending || !words.trim()}
            onClick={() => ask.mutate({ what: 'draft', words })}
          >
            {!isAsking('draft') && <Sparkles aria-hidden />}
            {t('Propose')}
          </Button>
          <Button
            needs="edit"
            loading={isAsking('explanation')}
            disabled={ask.isPending}
            onClick={() => ask.mutate({ what: 'explanation', words })}
          >
            {t('Explain the graph')}
          </Button>
        </div>
        <Refusal error={ask.error} />
        {ask.data && !ask.isPending && <Proposal said={ask.data} onClose={onClose} />}
      </div>
    </Dialog>
  )
}

const SIGNS = { added: '+', changed: '~', removed: '−' } as const

type ProposalProps = { said: CopilotRead; onClose: () => void }

function Proposal({ said, onClose }: ProposalProps) {
  const editor = useEditor()
  const id = useId()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const wanted = said.changes.map(({ node_id }) => node_id).filter((each) => !left.has(each))
  const accept = useMutation({
    mutationFn: () => {
      const graph = editor.store.getState().graph as unknown as GraphDocument
      const proposed = said.proposed ?? { nodes: [], edges: [] }
      const body = { graph, proposed, node_ids: wanted }
      return dataOf(api.POST('/api/v1/copilot/acceptance', { body }))
    },
    onSuccess: ({ graph }) => {
      replaceGraph(editor.store, readGraph(graph), t('Accept a proposal'))
      // New steps have no place yet.
      if (said.changes.some(({ kind, node_id }) => kind === 'added' && !left.has(node_id)))
        editor.layOut()
      notify(t('The proposal is in the draft'), { onUndo: () => editor.undo() })
      onClose()
    },
  })
  const toggle = (nodeId: string) => {
    const next = new Set(left)
    if (!next.delete(nodeId)) next.add(nodeId)
    setLeft(next)
  }
  const errors = said.problems.filter(({ severity }) => severity === 'error')
  return (
    <section aria-label={t('Proposal')} className="space-y-3 border-line border-t pt-3">
      <MarkdownText text={said.text} />
      <ul aria-label={t('Changes')} className="space-y-1">
        {said.changes.map(({ kind, node_id, type, name, after, before }) => (
          <li
            key={node_id}
            className="flex items-start gap-2 rounded-control border border-line p-2"
          >
            <Checkbox
              id={`${id}-${node_id}`}
              className="mt-0.5"
              checked={!left.has(node_id)}
              onCheckedChange={() => toggle(node_id)}
            />
            <div className="min-w-0 flex-1">
              <label htmlFor={`${id}-${node_id}`} className="flex flex-wrap items-baseline gap-x-2">
                <span aria-hidden className="font-mono">
                  {SIGNS[kind]}
                </span>
                <span className="sr-only">{t(KINDS[kind])}</span>
                <span className="font-medium">{name || node_id}</span>
                <span className="font-mono text-ink-3 text-xs">{type}</span>
              </label>
              <details className="text-xs">
                <summary className="cursor-pointer text-ink-3">{t('Look at it')}</summary>
                <pre className="mt-1 max-h-48 overflow-auto whitespace-pre-wrap break-words rounded-control bg-sunken p-2 font-mono">
                  {JSON.stringify(after ?? before, null, 2)}
                </pre>
              </details>
            </div>
          </li>
        ))}
      </ul>
      {errors.length > 0 && (
        <p className="text-failed text-sm">
          {t('All of it together would have problems:')} {errors[0]?.message}
        </p>
      )}
      <Refusal error={accept.error} />
      {said.changes.length > 0 && (
        <Button
          variant="primary"
          needs="edit"
          loading={accept.isPending}
          disabled={wanted.length === 0}
          onClick={() => accept.mutate()}
        >
          {t('Accept what is ticked')}
        </Button>
      )}
    </section>
  )
}

const KINDS = { added: 'Added', changed: 'Changed', removed: 'Removed' } as const
