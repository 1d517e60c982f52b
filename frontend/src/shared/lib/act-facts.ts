/** How something was done, of an audit entry. */
import type { AuditRead } from '@/shared/api/types'

const HIDDEN: ReadonlySet<string> = new Set(['letter_id', 'new_run_id'])

/** In a few facts: `node charge · reason: wrong customer`. What says nothing is left out. */
export function actFacts({ details }: Pick<AuditRead, 'details'>): string[] {
  return Object.entries(details).flatMap(([name, value]) => {
    if (HIDDEN.has(name) || value === null || value === '' || isEmptyList(value)) return []
    return [`${name.replaceAll('_', ' ')}: ${words(value)}`]
  })
}

const words = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(words).join(', ')
    : typeof value === 'object' && value !== null
      ? JSON.stringify(value)
      : String(value)

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0
