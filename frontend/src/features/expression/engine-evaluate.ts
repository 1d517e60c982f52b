/** Evaluates in the browser; on the server where the browser can't, as without WebAssembly. */
import type { JsonValue } from '@/shared/api/types'
import { previewExpression } from './engine'
import { evaluateOnServer } from './evaluate'
import type { Evaluate } from './preview'

export const evaluateInBrowser: Evaluate = async (source, bare, scope, signal) => {
  let preview: Awaited<ReturnType<typeof previewExpression>>
  try {
    preview = await previewExpression(source, bare, { ...scope })
  } catch {
    return evaluateOnServer(source, bare, scope, signal)
  }
  if ('error' in preview) return { kind: 'error', fault: preview.error }
  return { kind: 'value', value: preview.value as JsonValue }
}
