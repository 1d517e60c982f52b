/** What of the run page the URL holds. */
import { readOne, readText, type SearchParams } from '@/shared/lib/search-params'

export const DETAIL_TABS = [
  'rounds',
  'lanes',
  'output',
  'input',
  'error',
  'attempts',
  'logs',
  'undone',
  'related',
  'audit',
] as const

export type DetailTab = (typeof DETAIL_TABS)[number]

export type RunSearch = {
  /** Key of the chosen step; the run itself when absent. */
  step?: string | undefined
  tab?: DetailTab | undefined
}

export function readRunSearch(params: SearchParams): RunSearch {
  return { step: readText(params.step, 200), tab: readOne(params.tab, DETAIL_TABS) }
}
