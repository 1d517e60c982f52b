import { useQuery } from '@tanstack/react-query'
import { LayoutTemplate, SearchX } from 'lucide-react'
import { useMemo } from 'react'
import type { TemplateRead } from '@/shared/api/types'
import { useLanguage } from '@/shared/i18n/language'
import { plural, t } from '@/shared/i18n/texts'
import { useDebounced } from '@/shared/lib/use-debounced'
import { useDebouncedText } from '@/shared/lib/use-debounced-text'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { GraphPicture } from '@/shared/ui/graph-picture'
import { Page } from '@/shared/ui/page'
import { SearchInput } from '@/shared/ui/search-input'
import { Select } from '@/shared/ui/select'
import { LoadingRows } from '@/shared/ui/skeleton'
import { categoryWord } from './category-words'
import { foundAmong, type TemplatesSearch, textsOf } from './found'
import { templatesLikeQuery, templatesQuery } from './templates-queries'
import { useTemplate } from './use-template'

type TemplatesPageProps = {
  filters: TemplatesSearch
  onFilters: (filters: TemplatesSearch) => void
}

const ALL = 'all'

/** Workflows to begin with: by category, or the best first where something is looked for. */
export function TemplatesPage({ filters, onFilters }: TemplatesPageProps) {
  const query = useQuery(templatesQuery)
  const categories = useMemo(
    () => [...new Set(query.data?.map((each) => each.category))],
    [query.data],
  )
  const [typed, setTyped] = useDebouncedText(filters.search, (search) =>
    onFilters({ ...filters, search }),
  )
  return (
    <Page title={t('Templates')} facts={query.data && <Badge>{query.data.length}</Badge>}>
      <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2">
        <SearchInput
          label={t('Search templates')}
          placeholder={t('What should it do?')}
          value={typed}
          onValue={setTyped}
          className="w-full sm:w-72"
        />
        <Select
          aria-label={t('Category')}
          value={filters.category ?? ALL}
          onValue={(category) =>
            onFilters({ ...filters, category: category === ALL ? undefined : category })
          }
          options={[
            { value: ALL, label: t('All categories') },
            ...categories.map((each) => ({ value: each, label: categoryWord(each) })),
          ]}
          className="w-48"
        />
      </div>
      {query.isPending ? (
        <LoadingRows label={t('Loading templates')} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <Gallery templates={query.data} filters={filters} onClear={() => onFilters({})} />
      )}
    </Page>
  )
}

type GalleryProps = {
  templates: readonly TemplateRead[]
  filters: TemplatesSearch
  onClear: () => void
}

function Gallery({ templates, filters, onClear }: GalleryProps) {
  const use = useTemplate()
  const looked = (filters.search ?? '').trim()
  const settled = useDebounced(looked, 250)
  const like = useQuery(templatesLikeQuery(settled))
  const answer = looked && settled === looked ? like.data : undefined
  const found = foundAmong(templates, filters, answer)
  if (found.length === 0 && like.isFetching) return <LoadingRows label={t('Searching')} />
  if (found.length === 0) {
    return (
      <EmptyState
        icon={templates.length > 0 ? SearchX : LayoutTemplate}
        title={t('No template fits.')}
        action={<Button onClick={onClear}>{t('Show all')}</Button>}
      />
    )
  }
  return (
    <div className="flex flex-col gap-6 p-4">
      {sections(found, looked !== '').map(([title, templates]) => (
        <section key={title} aria-label={title}>
          <h2 className="mb-2 font-semibold text-md">{title}</h2>
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(272px,1fr))] gap-3">
            {templates.map((each) => (
              <TemplateCard
                key={each.slug}
                template={each}
                busy={use.isPending && use.variables === each.slug}
                onUse={() => use.mutate(each.slug)}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** One for each category; of a search a single one, in which the order says how well they fit.
 *
 * Also until the server has said so: cards that moved to another section would lose the focus.
 */
function sections(
  found: readonly TemplateRead[],
  isSearch: boolean,
): [title: string, templates: readonly TemplateRead[]][] {
  if (isSearch) return [[t('Best matches'), found]]
  const categories = [...new Set(found.map((each) => each.category))]
  return categories.map((category) => [
    categoryWord(category),
    found.filter((each) => each.category === category),
  ])
}

type TemplateCardProps = { template: TemplateRead; busy: boolean; onUse: () => void }

function TemplateCard({ template, busy, onUse }: TemplateCardProps) {
  const texts = textsOf(template, useLanguage())
  const steps = plural(template.graph.nodes.length, '{count} step', '{count} steps')
  return (
    <li className="flex flex-col overflow-hidden rounded-card border border-line bg-raised">
      <div className="h-32 border-line border-b bg-canvas p-3">
        <GraphPicture graph={template.graph} />
      </div>
      <div className="flex flex-1 flex-col gap-1 p-3">
        <h3 className="font-semibold">{texts.name}</h3>
        <p className="flex-1 text-ink-2 text-sm">{texts.description}</p>
        <Needs credentials={template.credentials} />
        <div className="mt-2 flex items-center gap-2">
          <span className="text-ink-3 text-xs">{steps}</span>
          {template.uses_example && <Badge>{t('example service')}</Badge>}
          {template.workflows > 1 && (
            <Badge>{t('{workflows} workflows', { workflows: template.workflows })}</Badge>
          )}
          <Button
            size="sm"
            needs="edit"
            loading={busy}
            onClick={onUse}
            className="ml-auto"
            aria-label={t('Use {name}', { name: texts.name })}
          >
            {t('Use')}
          </Button>
        </div>
      </div>
    </li>
  )
}

function Needs({ credentials }: Pick<TemplateRead, 'credentials'>) {
  const names = Object.keys(credentials)
  if (names.length === 0) return null
  return (
    <p className="text-ink-3 text-xs">
      {t('Needs credentials: {names}', { names: names.join(', ') })}
    </p>
  )
}
