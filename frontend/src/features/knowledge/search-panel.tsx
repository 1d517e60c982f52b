import { useMutation } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { type ChosenModel, ModelAndCredential } from '@/features/models'
import type { KnowledgeHit, KnowledgeSearch } from '@/shared/api/types'
import { formatNumber, labelled, type PlainText, plural, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { ErrorState } from '@/shared/ui/error-state'
import { SearchInput } from '@/shared/ui/search-input'
import { Segmented } from '@/shared/ui/segmented'
import { LoadingRows } from '@/shared/ui/skeleton'
import { type DetailRow, detailsOf } from './details'
import { DetailsFields } from './details-fields'
import { placeOf } from './document-status'
import { searchBase } from './knowledge-queries'

type Mode = NonNullable<KnowledgeSearch['mode']>

const MODES: readonly { value: Mode; label: PlainText }[] = [
  { value: 'hybrid', label: 'Both' },
  { value: 'meaning', label: 'Meaning' },
  { value: 'words', label: 'Words' },
]
const RELATIONS: (typeof MODES)[number] = { value: 'relations', label: 'Relations too' }

const RANKERS = ['chat', 'rerank'] as const

/** `judge`: the model that ranks again what was found; none without a name. */
const wanted = (text: string, mode: Mode, { model, credential }: ChosenModel) => ({
  query: text.trim(),
  mode,
  rerank_model: model.trim() || null,
  rerank_credential: model.trim() ? credential : null,
})

/** What a search finds, and what each way of searching made of it. */
export function SearchPanel({ baseId, relations }: { baseId: string; relations: boolean }) {
  const [query, setQuery] = useState('')
  const [mode, setMode] = useState<Mode>('hybrid')
  const [judge, setJudge] = useState<ChosenModel>({ model: '', credential: null })
  const [filter, setFilter] = useState<DetailRow[]>([])
  const search = useMutation({
    mutationFn: (body: KnowledgeSearch) => searchBase(baseId, body),
  })
  const ask = (text: string, by: Mode) => {
    if (text.trim())
      search.mutate({ ...wanted(text, by, judge), limit: 8, filter: detailsOf(filter) })
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    ask(query, mode)
  }
  const onMode = (next: Mode) => {
    setMode(next)
    if (search.data) ask(query, next)
  }
  return (
    <div className="p-4">
      <search>
        <form onSubmit={onSubmit}>
          <div className="mb-2 flex flex-wrap items-center gap-2">
            <SearchInput
              label={t('What to look for')}
              placeholder={t('A question, or some words')}
              value={query}
              onValue={setQuery}
              className="min-w-60 flex-1"
            />
            <Segmented
              label={t('Look for')}
              value={mode}
              onValue={onMode}
              options={labelled(relations ? [...MODES, RELATIONS] : MODES)}
            />
            <Button type="submit" variant="primary" needs="run" loading={search.isPending}>
              <Search aria-hidden />
              {t('Search')}
            </Button>
          </div>
          <div className="mb-4 max-w-120">
            <ModelAndCredential
              kind={RANKERS}
              label={t('Rank again by a model')}
              placeholder="demo/demo"
              chosen={judge}
              onChoose={setJudge}
            />
          </div>
          <div className="mb-4 max-w-120">
            <DetailsFields
              label={t('Only documents with')}
              add={t('Add a filter')}
              rows={filter}
              onRows={setFilter}
            />
          </div>
        </form>
      </search>
      {search.isPending ? (
        <LoadingRows rows={4} label={t('Searching')} />
      ) : search.isError ? (
        <ErrorState error={search.error} onRetry={() => ask(query, mode)} />
      ) : (
        search.data && <Hits hits={search.data.hits} tookMs={search.data.took_ms} />
      )}
    </div>
  )
}

function Hits({ hits, tookMs }: { hits: readonly KnowledgeHit[]; tookMs: number }) {
  return (
    <>
      <p role="status" className="mb-2 text-ink-3 text-xs">
        {hits.length === 0
          ? t('Nothing was found.')
          : plural(hits.length, '{count} passage in {ms} ms', '{count} passages in {ms} ms', {
              ms: tookMs,
            })}
      </p>
      <ol aria-label={t('Passages')} className="space-y-3">
        {hits.map((hit, at) => (
          <Passage key={hit.chunk_id} hit={hit} number={at + 1} />
        ))}
      </ol>
    </>
  )
}

function Passage({ hit, number }: { hit: KnowledgeHit; number: number }) {
  return (
    <li className="rounded-card border border-line bg-raised p-3">
      <div className="mb-1 flex flex-wrap items-baseline gap-x-3 gap-y-1 text-xs">
        <span className="min-w-0 truncate font-medium text-sm">
          {number}. {hit.document}
        </span>
        <span className="text-ink-3">{placeOf(hit)}</span>
        <span className="num ml-auto font-medium">
          {formatNumber(hit.relevance ?? hit.score, 2)}
        </span>
        {hit.relevance !== null && (
          <span className="num text-ink-3">
            {t('before: place {place}, {score}', {
              place: hit.place ?? '–',
              score: formatNumber(hit.score, 2),
            })}
          </span>
        )}
        <Part name={t('meaning|score')} value={hit.meaning} />
        <Part name={t('words|score')} value={hit.words} />
        {hit.relations !== null && <Part name={t('relations|score')} value={hit.relations} />}
      </div>
      {hit.entities.length > 0 && (
        <p className="mb-1 text-ink-3 text-xs">
          {t('by way of {names}', { names: hit.entities.join(', ') })}
        </p>
      )}
      <p className="whitespace-pre-wrap break-words text-sm">{hit.text}</p>
    </li>
  )
}

function Part({ name, value }: { name: string; value: number | null }) {
  return (
    <span className="num text-ink-3">
      {name} {value === null ? '–' : formatNumber(value, 2)}
    </span>
  )
}
