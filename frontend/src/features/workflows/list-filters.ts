/** What the list of workflows shows, as the URL holds it. Pure. */
import {
  readFlag,
  readOne,
  readText,
  readUuid,
  type SearchParams,
} from '@/shared/lib/search-params'

export const SORTS = ['updated', 'name', 'last_run', 'created'] as const

export type WorkflowSort = (typeof SORTS)[number]

export type WorkflowFilters = {
  search?: string | undefined
  /** Id; `none`: in no folder. */
  folder?: string | undefined
  tag?: string | undefined
  starred?: true | undefined
  archived?: true | undefined
  published?: 'yes' | 'no' | undefined
  sort?: WorkflowSort | undefined
}

export function readWorkflowFilters(params: SearchParams): WorkflowFilters {
  return {
    search: readText(params.search, 200),
    folder: params.folder === 'none' ? 'none' : readUuid(params.folder),
    tag: readText(params.tag, 40),
    starred: readFlag(params.starred),
    archived: readFlag(params.archived),
    published: readOne(params.published, ['yes', 'no'] as const),
    sort: readOne(params.sort, SORTS),
  }
}

/** As the API takes them. */
export const asQuery = (filters: WorkflowFilters) => ({
  search: filters.search ?? null,
  folder_id: filters.folder ?? null,
  tag: filters.tag ? [filters.tag] : [],
  starred: filters.starred === true,
  archived: filters.archived === true,
  published: filters.published ? filters.published === 'yes' : null,
  sort: filters.sort ?? ('updated' as const),
})

/** Something is left out that a person may be looking for. */
export const narrows = ({ search, tag, published, starred, folder }: WorkflowFilters) =>
  Boolean(search || tag || published || starred || folder)

/** Another place to look: the filters that were for the last one go. */
export const inPlace = (
  { sort }: WorkflowFilters,
  place: Pick<WorkflowFilters, 'folder' | 'starred' | 'archived'>,
): WorkflowFilters => ({ ...(sort && { sort }), ...place })

/** `Shop, orders,shop` is two tags. */
export function readTags(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim())
  return [...new Set(tags.filter(Boolean))]
}
