/** What a step says that its models took, as nodes that ask models and agents put it in their outputs. */

import { formatNumber, t } from '@/shared/i18n/texts'
import { formatDuration } from '@/shared/lib/format'
import { formatCost } from './rounds/agents'

const number = (value: unknown) => (typeof value === 'number' ? value : null)

/** Model, how long it took, tokens and cost; empty of a step that asked no model. */
export function modelFacts(output: unknown): string[] {
  if (typeof output !== 'object' || output === null) return []
  const given = output as Readonly<Record<string, unknown>>
  if (typeof given.model !== 'string' || !('cost_usd' in given)) return []
  const input = number(given.input_tokens)
  const latency = number(given.latency_ms)
  return [
    given.model,
    latency === null ? '' : formatDuration(latency),
    input === null ? '' : tokens(input, number(given.output_tokens) ?? 0),
    formatCost(number(given.cost_usd)),
    given.cached === true ? t('from the cache') : '',
  ].filter(Boolean)
}

const tokens = (input: number, output: number) =>
  t('{input} tokens in, {output} out', { input: formatNumber(input), output: formatNumber(output) })
