import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ChevronRight, SearchX, Waypoints } from 'lucide-react'
import { useId, useState } from 'react'
import type { KnowledgeBaseRead, KnowledgeEntity, KnowledgeRelation } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { useDebounced } from '@/shared/lib/use-debounced'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { SearchInput } from '@/shared/ui/search-input'
import { LoadingRows } from '@/shared/ui/skeleton'
import { entitiesQuery, relationsQuery } from './knowledge-queries'

/** Whom and what the documents of a base speak of, and what they say of two of them. */
export function EntitiesPanel({ base }: { base: KnowledgeBaseRead }) {
  if (base.entity_model !== null) return <Entities base={base} />
  return (
    <EmptyState icon={Waypoints} title={t('This knowledge base notes no entities.')}>
      {t('Choose under “Change” what finds them, then index its documents again.')}
    </EmptyState>
  )
}

function Entities({ base }: { base: KnowledgeBaseRead }) {
  const [search, setSearch] = useState('')
  const query = useInfiniteQuery(entitiesQuery(base, useDebounced(search.trim())))
  return (
    <div>
      <div className="border-line border-b px-4 py-2">
        <SearchInput
          label={t('Search entities')}
          placeholder={t('Search entities')}
          value={search}
          onValue={setSearch}
          className="w-full sm:w-72"
        />
      </div>
      {query.isPending ? (
        <LoadingRows rows={6} label={t('Loading entities')} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <>
          <EntityList
            baseId={base.id}
            entities={query.data.pages.flatMap((page) => page.items)}
            searched={search.trim() !== ''}
          />
          <LoadMore query={query} />
        </>
      )}
    </div>
  )
}

type EntityListProps = {
  baseId: string
  entities: readonly KnowledgeEntity[]
  searched: boolean
}

function EntityList({ baseId, entities, searched }: EntityListProps) {
  if (entities.length === 0) {
    return (
      <EmptyState icon={searched ? SearchX : Waypoints} title={t('There are no entities here.')}>
        {!searched && t('They are found when documents are indexed.')}
      </EmptyState>
    )
  }
  return (
    <ul aria-label={t('Entities')}>
      {entities.map((entity) => (
        <EntityRow key={entity.id} baseId={baseId} entity={entity} />
      ))}
    </ul>
  )
}

function EntityRow({ baseId, entity }: { baseId: string; entity: KnowledgeEntity }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <li className="border-line border-b">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center gap-2 px-4 py-2 text-left hover:bg-sunken"
      >
        <ChevronRight
          aria-hidden
          className={cn('size-4 shrink-0 text-ink-3', open && 'rotate-90')}
        />
        <span className="min-w-0 truncate font-medium">{entity.name}</span>
        {entity.kind && <span className="text-ink-3 text-xs">{entity.kind}</span>}
        <span className="num ml-auto shrink-0 text-ink-3 text-xs">
          {plural(entity.mentions, '{count} chunk', '{count} chunks')}
        </span>
      </button>
      <div id={id}>{open && <Relations baseId={baseId} entityId={entity.id} />}</div>
    </li>
  )
}

function Relations({ baseId, entityId }: { baseId: string; entityId: string }) {
  const query = useQuery(relationsQuery(baseId, entityId))
  if (query.isPending) return <LoadingRows rows={2} label={t('Loading relations')} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  if (query.data.length === 0) {
    return <p className="px-10 pb-3 text-ink-2 text-sm">{t('No relation to another is known.')}</p>
  }
  return (
    <ul aria-label={t('Relations')} className="space-y-1 px-10 pb-3">
      {query.data.map((relation) => (
        <Relation key={keyOf(relation)} relation={relation} />
      ))}
    </ul>
  )
}

const keyOf = ({ source, how, target, document_id, page }: KnowledgeRelation) =>
  JSON.stringify([source, how, target, document_id, page])

function Relation({ relation }: { relation: KnowledgeRelation }) {
  const { source, how, target, document, page } = relation
  return (
    <li className="break-words text-sm">
      {source} <span className="text-ink-2">{how}</span> {target}
      <span className="ml-2 text-ink-3 text-xs">
        {document}
        {page !== null && `, ${t('page {page}', { page })}`}
      </span>
    </li>
  )
}
