/** Evaluates on the server, which has the same engine and the same budgets as a run. */
import { api, dataOf } from '@/shared/api/client'
import type { JsonValue } from '@/shared/api/types'
import type { Preview } from './preview'
import type { ScopeData } from './scope'

export async function evaluateOnServer(
  source: string,
  bare: boolean,
  scope: ScopeData,
  signal: AbortSignal,
): Promise<Preview> {
  const { answers } = await dataOf(
    api.POST('/api/v1/expressions/evaluate', {
      body: { expressions: [{ key: 'field', source, bare }], scope },
      signal,
    }),
  )
  const [answer] = answers
  if (!answer) return { kind: 'none' }
  if (answer.error) return { kind: 'error', fault: answer.error }
  return { kind: 'value', value: answer.value as JsonValue }
}
