import { useMutation } from '@tanstack/react-query'
import { Sparkles } from 'lucide-react'
import { useState } from 'react'
import { ModelChoice, useModelChoice } from '@/features/copilot'
import { api, dataOf } from '@/shared/api/client'
import type { GraphDocument } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { Textarea } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'
import { useEditor } from '../editor-context'
import { Proposal } from './proposal'

type CopilotDialogProps = { onClose: () => void }

type Asked = { what: 'draft' | 'explanation'; words: string }

/** Says in words what the workflow should do, and takes over what is proposed, node by node. */
export function CopilotDialog({ onClose }: CopilotDialogProps) {
  const { store } = useEditor()
  const [words, setWords] = useState('')
  const { chosen, choose, isWhole } = useModelChoice()
  const ask = useMutation({
    mutationFn: ({ what, words: said }: Asked) => {
      const graph = store.getState().graph as unknown as GraphDocument
      const body = {
        words: said,
        graph,
        model: chosen.model.trim(),
        credential: chosen.credential,
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
        <ModelChoice chosen={chosen} onChoose={choose} />
        <div className="flex flex-wrap items-end gap-2">
          <Button
            variant="primary"
            needs="edit"
            loading={isAsking('draft')}
            disabled={ask.isPending || !words.trim() || !isWhole}
            onClick={() => ask.mutate({ what: 'draft', words })}
          >
            {!isAsking('draft') && <Sparkles aria-hidden />}
            {t('Propose')}
          </Button>
          <Button
            needs="edit"
            loading={isAsking('explanation')}
            disabled={ask.isPending || !isWhole}
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
