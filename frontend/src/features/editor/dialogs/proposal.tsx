import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api, dataOf } from '@/shared/api/client'
import type { CopilotRead, GraphDocument } from '@/shared/api/types'
import { Said } from '@/shared/i18n/said'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Checkbox } from '@/shared/ui/checkbox'
import { MarkdownText } from '@/shared/ui/markdown'
import { Refusal } from '@/shared/ui/refusal'
import { notify } from '@/shared/ui/toaster'
import { readGraph } from '../document/graph'
import { useEditor } from '../editor-context'
import { replaceGraph } from '../store'
import { placed } from '../use-placed'

const SIGNS = { added: '+', changed: '~', removed: '−' } as const

type ProposalProps = { said: CopilotRead; onClose: () => void }

/** What the copilot said, and its changes, to take over node by node. */
export function Proposal({ said, onClose }: ProposalProps) {
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
    onSuccess: async ({ graph }) => {
      // New steps have no place yet; what a person placed stays there.
      const accepted = await placed(readGraph(graph), editor.catalog)
      replaceGraph(editor.store, accepted, t('Accept a proposal'))
      editor.camera.fit()
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
          {t('All of it together would have problems:')} <Said>{errors[0]?.message ?? ''}</Said>
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
