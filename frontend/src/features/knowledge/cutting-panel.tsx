import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Scissors } from 'lucide-react'
import { useState } from 'react'
import type { ChunkPreview, KnowledgeBaseRead } from '@/shared/api/types'
import { formatNumber, plural, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { ErrorState } from '@/shared/ui/error-state'
import { Field } from '@/shared/ui/field'
import { Textarea } from '@/shared/ui/input'
import { Select } from '@/shared/ui/select'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notify, notifyError } from '@/shared/ui/toaster'
import { ChunkList } from './chunk-list'
import { basesKey, changeBase, documentsQuery, previewChunks } from './knowledge-queries'
import { RuleFields } from './rule-fields'

/** No document is called so: ids have no blanks. */
const OWN_TEXT = ' text'

/** How a document or a text would be cut, before any rule is kept. */
export function CuttingPanel({ base }: { base: KnowledgeBaseRead }) {
  const [rule, setRule] = useState(base.rule)
  const [source, setSource] = useState<string | null>(null)
  const [text, setText] = useState('')
  const documents = useDocuments(base.id)
  const chosen = source ?? documents[0]?.value ?? OWN_TEXT
  const isText = chosen === OWN_TEXT
  const cutting = useMutation({
    mutationFn: () =>
      previewChunks(base.id, { rule, ...(isText ? { text } : { document_id: chosen }) }),
  })
  return (
    <div className="space-y-4 p-4">
      <form
        className="max-w-200 space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          cutting.mutate()
        }}
      >
        <Field label={t('What to cut')}>
          {(wiring) => (
            <Select
              {...wiring}
              value={chosen}
              onValue={setSource}
              options={[...documents, { value: OWN_TEXT, label: t('A text of your own') }]}
            />
          )}
        </Field>
        {isText && (
          <Field label={t('Text')}>
            {(wiring) => (
              <Textarea
                {...wiring}
                rows={6}
                maxLength={200_000}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
        )}
        <RuleFields rule={rule} onRule={setRule} isNew />
        <div className="flex flex-wrap gap-2">
          <Button
            type="submit"
            variant="primary"
            needs="edit"
            loading={cutting.isPending}
            disabled={isText && !text.trim()}
          >
            <Scissors aria-hidden />
            {t('Show chunks')}
          </Button>
          <KeepButton base={base} rule={rule} />
        </div>
      </form>
      {cutting.isPending ? (
        <LoadingRows rows={4} label={t('Loading chunks')} />
      ) : cutting.isError ? (
        <ErrorState error={cutting.error} onRetry={() => cutting.mutate()} />
      ) : (
        cutting.data && <Cut preview={cutting.data} />
      )}
    </div>
  )
}

/** Of the newest, those whose bytes are here: one of a URL is read only when it is indexed. */
function useDocuments(baseId: string) {
  const { data } = useInfiniteQuery(documentsQuery(baseId))
  const items = data?.pages.flatMap((page) => page.items) ?? []
  return items.filter(({ size }) => size > 0).map(({ id, name }) => ({ value: id, label: name }))
}

function Cut({ preview: { chunks, total } }: { preview: ChunkPreview }) {
  return (
    <>
      <p role="status" className="text-ink-3 text-xs">
        {plural(total, '{count} chunk', '{count} chunks')}
        {total > chunks.length &&
          ` · ${t('the first {count} of them', { count: formatNumber(chunks.length) })}`}
      </p>
      <ChunkList chunks={chunks} />
    </>
  )
}

function KeepButton({ base, rule }: Pick<KnowledgeBaseRead, 'rule'> & { base: KnowledgeBaseRead }) {
  const queryClient = useQueryClient()
  const { name, description, entity_model, entity_credential } = base
  const keep = useMutation({
    mutationFn: () =>
      changeBase(base.id, { name, description, entity_model, entity_credential, rule }),
    onSuccess: () => {
      notify(t('Kept: documents follow when indexed again.'))
      return queryClient.invalidateQueries({ queryKey: basesKey })
    },
    onError: (error) => notifyError(t('The rule could not be kept'), error),
  })
  return (
    <Button
      needs="edit"
      loading={keep.isPending}
      disabled={JSON.stringify(rule) === JSON.stringify(base.rule)}
      onClick={() => keep.mutate()}
    >
      {t('Keep this rule')}
    </Button>
  )
}
