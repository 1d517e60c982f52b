/** Reads the bytes of a large value into the value itself. */
import { api, dataOf } from '@/shared/api/client'
import type { JsonValue } from '@/shared/api/types'
import type { BlobReference } from './json-lines'
import { inSlices, parseSteps } from './json-slices'

/** Above this a page of the browser would need several hundred megabytes. */
export const MOST_OPENED_BYTES = 20 * 1024 * 1024

export const mediaTypeOf = ({ media_type = 'application/json' }: BlobReference) => media_type

export const isJsonBlob = (blob: BlobReference) => /[/+]json\b/.test(mediaTypeOf(blob))

/** Whether the page can show it: text of a size that it can hold. */
export const canOpen = (blob: BlobReference) =>
  blob.size <= MOST_OPENED_BYTES && (isJsonBlob(blob) || mediaTypeOf(blob).startsWith('text/'))

type Reading = { signal: AbortSignal; onBytes: (bytes: number) => void }

/** The value; of a text, the text. */
export async function openBlob(blob: BlobReference, reading: Reading): Promise<JsonValue> {
  const stream = await dataOf(
    api.GET('/api/v1/blobs/{digest}', {
      params: { path: { digest: blob.$blob } },
      parseAs: 'stream',
      signal: reading.signal,
    }),
  )
  if (!stream) throw new TypeError('The answer has no body')
  const text = await readText(stream, reading)
  return isJsonBlob(blob) ? inSlices(parseSteps(text), reading.signal) : text
}

async function readText(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  { signal, onBytes }: Reading,
): Promise<string> {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  const parts: string[] = []
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    signal.throwIfAborted()
    if (done) break
    bytes += value.byteLength
    parts.push(decoder.decode(value, { stream: true }))
    onBytes(bytes)
  }
  parts.push(decoder.decode())
  return parts.join('')
}
