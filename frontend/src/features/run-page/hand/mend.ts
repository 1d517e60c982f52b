/** What a step that is tried again gets of what a person has put right. Pure. */
import type { FormValue } from '@/features/schema-form'
import type { StepChanges } from './hand-queries'

/** The settings with their expressions, or what came of them: one or the other is used. */
export type What = 'config' | 'input'

type Values = Readonly<Record<What, FormValue>>

/** What stands there is used, but settings that nobody touched where timeout or retries were meant. */
export function mendOf(
  what: What,
  given: Values,
  values: Values,
  policy: NonNullable<StepChanges['policy']> | null | undefined,
): StepChanges {
  if (!policy) return { [what]: values[what] }
  // The same settings sent again are another request to the other side.
  const isMeant = what === 'input' || values.config !== given.config
  return { ...(isMeant && { [what]: values[what] }), policy }
}
