/** Steps in words. */
import { plural, t } from '@/shared/i18n/texts'

export const countSteps = (count: number) => plural(count, '{count} step', '{count} steps')

/** Of keys of all that is drawn: the sheets and boxes among them are no steps. */
export function countDrawn(keys: Iterable<string>): string {
  const count = [...keys].filter((key) => !key.includes(':')).length
  return count > 0 ? countSteps(count) : t('what was drawn around')
}
