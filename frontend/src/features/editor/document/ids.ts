/** Node ids: snake_case, valid in expressions, unique in their graph. */
import { t } from '@/shared/i18n/texts'
import { ID_PATTERN } from './graph'

const MAX_CHARS = 63
const RESERVED = new Set(['steps', 'trigger', 'vars', 'env', 'run', 'item', 'index', 'key', 'loop'])

/** `Fetch order` → `fetch_order`. */
export function idFrom(text: string): string {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, MAX_CHARS)
  return words && !RESERVED.has(words) ? words : words ? `${words}_step` : 'step'
}

/** The wanted id, or with the first number that is free: `fetch_2`. */
export function freeId(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  const stem = wanted.replace(/_\d+$/, '').slice(0, MAX_CHARS - 6)
  for (let number = 2; ; number += 1) {
    const candidate = `${stem}_${number}`
    if (!taken.has(candidate)) return candidate
  }
}

/** What is wrong with an id that a person typed; null when nothing is. */
export function idProblem(wanted: string, taken: ReadonlySet<string>): string | null {
  if (!ID_PATTERN.test(wanted))
    return t('Use small letters, digits and underscores, with a letter first.')
  if (taken.has(wanted)) return t('Another step is called “{wanted}” already.', { wanted })
  return null
}
