/** Runs the server's own expression engine on one template. No worker, no DOM, no network. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** What is in scope, by name: `steps`, `trigger`, `vars`, `env`, `run`, `item`, `index`, `loop`. */
export type PreviewScope = Readonly<Record<string, unknown>>

export type PreviewRequest = {
  source: string
  /** True: an expression; false: text with `{{ … }}` in it. */
  bare: boolean
  scope: PreviewScope
  now_ms: number
  seed: string
}

export type PreviewError = {
  message: string
  /** The JavaScript error's, as `TypeError`. */
  name: string
  /** In the whole template, from 1; null where no place is to blame. */
  line: number | null
  /** From 1, in UTF-16 units. */
  column: number | null
  /** The path that is missing. */
  path?: string
}

export type Preview = { value: Json } | { error: PreviewError }

const MAX_SOURCE_BYTES = 16 * 1024
const MAX_RESULT_CHARS = 256 * 1024
const QUOTED_CHARS = 120
// Places in the engine's mailbox, and QuickJS' tags, which are in a value's upper half.
const LIMIT_AT = 4
const ARGUMENTS_AT = 16
const LENGTH_AT = 32
const UNDEFINED = 3n << 32n
const EXCEPTION = 6n

type EngineExports = {
  memory: WebAssembly.Memory
  now: WebAssembly.Global<'i64'>
  context: WebAssembly.Global<'i32'>
  main: WebAssembly.Global<'i64'>
  mailbox: WebAssembly.Global<'i32'>
  malloc: (size: number) => number
  JS_NewStringLen: (context: number, address: number, size: number) => bigint
  JS_Call: (context: number, f: bigint, self: bigint, count: number, args: number) => bigint
  JS_ToCStringLen2: (context: number, length: number, value: bigint, flags: number) => number
}

type Reply = { values: [Json] } | { error: Omit<PreviewError, 'path'> & { path: string | null } }

/** The value of a template, or why it has none; the texts are the server's. Endless loops go on for ever. */
export function evaluateTemplate(engine: WebAssembly.Module, request: PreviewRequest): Preview {
  const size = new TextEncoder().encode(request.source).length
  if (size > MAX_SOURCE_BYTES) {
    const message = `The expression is ${size} bytes long; ${MAX_SOURCE_BYTES} is the most.`
    return { error: limitError(message, request.source) }
  }
  const reply = ask(engine, request)
  if (reply === null) {
    const message = 'It needs more memory than an expression may have, or calls itself too deeply.'
    return { error: limitError(message, request.source) }
  }
  if ('values' in reply) return { value: reply.values[0] }
  const { message, name, line, column, path } = reply.error
  return { error: { message, name, line, column, ...(path === null ? {} : { path }) } }
}

/** A spent budget, told as the server tells it. */
export function limitError(message: string, source: string): PreviewError {
  const trimmed = source.trim()
  const quoted = trimmed.length > QUOTED_CHARS ? `${trimmed.slice(0, QUOTED_CHARS)}…` : trimmed
  return { message: `${message} (in: ${quoted})`, name: 'RangeError', line: null, column: null }
}

/** Null: the engine has come to an end of its memory or its stack. */
function ask(engine: WebAssembly.Module, request: PreviewRequest): Reply | null {
  const { source, bare, scope, seed } = request
  const question = { task: 'evaluate', items: [{ source, bare }], seed }
  try {
    const instance = new WebAssembly.Instance(engine, {})
    const exports = instance.exports as unknown as EngineExports
    exports.now.value = BigInt(request.now_ms) * 1_000_000n
    const text = call(exports, JSON.stringify(question), JSON.stringify(scope))
    return text === null ? null : (JSON.parse(text) as Reply)
  } catch (error) {
    // RangeError: the browser's own stack ended before the engine's.
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) return null
    throw error
  }
}

function call(exports: EngineExports, question: string, scope: string): string | null {
  const context = exports.context.value
  const mailbox = exports.mailbox.value
  const given = [newString(exports, question), newString(exports, scope)]
  const before = new DataView(exports.memory.buffer)
  before.setUint32(mailbox + LIMIT_AT, MAX_RESULT_CHARS, true)
  for (const [at, value] of given.entries()) {
    before.setBigInt64(mailbox + ARGUMENTS_AT + at * 8, value, true)
  }
  const result = exports.JS_Call(
    context,
    exports.main.value,
    UNDEFINED,
    given.length,
    mailbox + ARGUMENTS_AT,
  )
  if (BigInt.asUintN(64, result) >> 32n === EXCEPTION) return null
  const address = exports.JS_ToCStringLen2(context, mailbox + LENGTH_AT, result, 0) >>> 0
  if (address === 0) return null
  // The memory may have grown, and so be another buffer.
  const size = new DataView(exports.memory.buffer).getUint32(mailbox + LENGTH_AT, true)
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    new Uint8Array(exports.memory.buffer, address, size),
  )
}

function newString(exports: EngineExports, text: string): bigint {
  const bytes = new TextEncoder().encode(text)
  const address = exports.malloc(bytes.length + 1) >>> 0
  if (address === 0) throw new RangeError('The data is larger than the engine may hold.')
  const memory = new Uint8Array(exports.memory.buffer, address, bytes.length + 1)
  memory.set(bytes)
  memory[bytes.length] = 0
  return exports.JS_NewStringLen(exports.context.value, address, bytes.length)
}
