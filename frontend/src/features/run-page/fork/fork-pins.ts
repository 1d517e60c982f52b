/** Outputs that a person gives steps of a fork, which then do not run. Pure. */
import type { ForkPreview, JsonValue } from '@/shared/api/types'
import { parseJson } from '@/shared/ui/json-input'
import type { ForkOrder } from './fork-queries'

/** As they are written, by node id. */
export type PinTexts = Readonly<Record<string, string>>

/** Null while one of them is not JSON. */
export function pinsOf(texts: PinTexts): ForkOrder['pins'] | null {
  const pins: Record<string, { output: JsonValue; port: null }> = {}
  for (const [nodeId, text] of Object.entries(texts)) {
    const { parsed } = parseJson(text)
    if (!parsed) return null
    pins[nodeId] = { output: parsed.value, port: null }
  }
  return pins
}

/** Steps whose output may be given: those that would run. */
export const pinnable = (preview: ForkPreview | undefined, texts: PinTexts) =>
  (preview?.steps ?? []).filter((step) => !step.reused && !(step.node_id in texts))
