/** Timeout and retries as text fields, and back. Bounds are the server's; these only help to write. */
import type { StepPolicyWrite, StepRetryWrite } from '@/shared/api/types'
import { type PlainText, t } from '@/shared/i18n/texts'

export type Times = Pick<StepPolicyWrite, 'timeout_s' | 'retry'>

type FieldName = 'timeout_s' | 'max_attempts' | 'initial_interval_s' | 'backoff' | 'max_interval_s'

export type PolicyTexts = Readonly<Record<FieldName, string>>

type PolicyField = {
  name: FieldName
  label: PlainText
  unit: PlainText | 's' | '×'
  least: number
  whole?: true
}

export const POLICY_FIELDS: readonly PolicyField[] = [
  { name: 'timeout_s', label: 'Time limit of one attempt', unit: 's', least: 0.1 },
  { name: 'max_attempts', label: 'Attempts at most', unit: 'attempts', least: 1, whole: true },
  { name: 'initial_interval_s', label: 'Wait before the first retry', unit: 's', least: 0.001 },
  { name: 'backoff', label: 'Then longer each time by', unit: '×', least: 1 },
  { name: 'max_interval_s', label: 'But wait at most', unit: 's', least: 0.001 },
]

/** As the engine has them for a policy that says nothing. */
const DEFAULTS: Readonly<Record<FieldName, number>> = {
  timeout_s: 60,
  max_attempts: 5,
  initial_interval_s: 1,
  backoff: 2,
  max_interval_s: 60,
}

export function policyTexts(policy: unknown): PolicyTexts {
  const { retry, ...rest } = (policy ?? {}) as { retry?: object }
  const given: Readonly<Record<string, unknown>> = { ...DEFAULTS, ...rest, ...retry }
  const text = (name: FieldName) => String(given[name])
  return {
    timeout_s: text('timeout_s'),
    max_attempts: text('max_attempts'),
    initial_interval_s: text('initial_interval_s'),
    backoff: text('backoff'),
    max_interval_s: text('max_interval_s'),
  }
}

/** All of the policy, as a step that is tried again takes it; null when nothing was changed. */
export function mendedPolicy(policy: unknown, texts: PolicyTexts): StepRetryWrite['policy'] {
  const { value } = readPolicy(texts)
  const before = readPolicy(policyTexts(policy)).value
  if (!value || JSON.stringify(value) === JSON.stringify(before)) return null
  // The server fills in what the graph leaves out.
  return { ...(policy as object), ...value } as StepRetryWrite['policy']
}

type ReadPolicy = { value: Times | null; errors: Partial<Record<FieldName, string>> }

export function readPolicy(texts: PolicyTexts): ReadPolicy {
  const errors: ReadPolicy['errors'] = {}
  const read = { ...DEFAULTS }
  for (const { name, least, whole } of POLICY_FIELDS) {
    const number = Number(texts[name].replace(',', '.'))
    const isRight = texts[name].trim() !== '' && number >= least
    if (!isRight || (whole && !Number.isInteger(number))) {
      errors[name] = whole
        ? t('Write a whole number of at least {least}.', { least })
        : t('Write a number of at least {least}.', { least })
    }
    read[name] = number
  }
  if (Object.keys(errors).length > 0) return { value: null, errors }
  const { timeout_s, ...retry } = read
  return { value: { timeout_s, retry }, errors }
}
