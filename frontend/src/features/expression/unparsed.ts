/** JSON that is not whole yet: kept where it was being written, until it is or says something else. */
import { createContext } from 'react'
import type { JsonValue } from '@/shared/api/types'

/** What was written, over the value that counts until then. */
export type JsonDraft = { text: string; value: JsonValue }

/** By place: a form and a field in it. */
export type Unparsed = Map<string, JsonDraft>

/** Null: what is not whole goes with its field. */
export const UnparsedTexts = createContext<Unparsed | null>(null)

/** The form of a step begins with what it shows: what was written there goes along with the step's new id. */
export function moveUnparsed(unparsed: Unparsed, oldForm: string, newForm: string) {
  for (const [place, draft] of unparsed) {
    if (place !== oldForm && !place.startsWith(`${oldForm}/`)) continue
    unparsed.delete(place)
    unparsed.set(newForm + place.slice(oldForm.length), draft)
  }
}
