/** Live previews: the server's engine in a worker, which is ended when a template takes too long. */

import { t } from '@/shared/i18n/texts'
import type { WorkerAnswer, WorkerMessage } from './engine.worker'
import { limitError, type Preview, type PreviewRequest, type PreviewScope } from './engine-core'

export type { Json, Preview, PreviewError, PreviewScope } from './engine-core'

const ENGINE_URL = '/api/v1/expressions/engine.wasm'
const TIME_LIMIT_MS = 500

/** What is needed of a Worker; a test gives its own. */
export type PreviewWorker = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>

type Waiting = { request: PreviewRequest; resolve: (preview: Preview) => void }

/** One worker, one template at a time, in the order asked. */
export class Previewer {
  private readonly waiting: Waiting[] = []
  private worker: Promise<PreviewWorker> | null = null
  private isBusy = false
  private count = 0

  private readonly start: () => PreviewWorker
  private readonly load: () => Promise<WebAssembly.Module>
  private readonly limitMs: number

  constructor(
    start: () => PreviewWorker,
    load: () => Promise<WebAssembly.Module>,
    limitMs: number = TIME_LIMIT_MS,
  ) {
    this.start = start
    this.load = load
    this.limitMs = limitMs
  }

  /** Rejects only when the engine itself can't be loaded. */
  preview(request: PreviewRequest): Promise<Preview> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ request, resolve })
      this.work().catch(reject)
    })
  }

  private async work(): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    try {
      for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
        next.resolve(await this.run(next.request))
      }
    } finally {
      this.isBusy = false
    }
  }

  private async run(request: PreviewRequest): Promise<Preview> {
    this.worker ??= this.newWorker()
    let worker: PreviewWorker
    try {
      worker = await this.worker
    } catch (error) {
      this.worker = null
      throw error
    }
    this.count += 1
    const preview = await ask(worker, { number: this.count, request }, this.limitMs)
    if (preview) return preview
    worker.terminate()
    this.worker = null
    return { error: limitError(`It did not finish within ${this.limitMs} ms.`, request.source) }
  }

  private async newWorker(): Promise<PreviewWorker> {
    const engine = await this.load()
    const worker = this.start()
    await new Promise<void>((resolve, reject) => {
      worker.onmessage = () => resolve()
      worker.onerror = () => reject(new Error(t('The preview could not start. Reload the page.')))
      worker.postMessage({ engine } satisfies WorkerMessage)
    })
    return worker
  }
}

/** Null: it took too long, or the worker broke. */
function ask(
  worker: PreviewWorker,
  message: WorkerMessage & { number: number },
  limitMs: number,
): Promise<Preview | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), limitMs)
    const finish = (preview: Preview | null) => {
      clearTimeout(timer)
      resolve(preview)
    }
    worker.onerror = () => finish(null)
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      if ('preview' in data && data.number === message.number) finish(data.preview)
    }
    worker.postMessage(message)
  })
}

let engine: Promise<WebAssembly.Module> | null = null

/** Loaded once for the page; asked for again after a failure. */
function loadEngine(): Promise<WebAssembly.Module> {
  engine ??= WebAssembly.compileStreaming(fetch(ENGINE_URL)).catch((error: unknown) => {
    engine = null
    throw new Error(t('The preview could not load its engine. Is the server running?'), {
      cause: error,
    })
  })
  return engine
}

const previewer = new Previewer(
  () => new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' }),
  loadEngine,
)

/** What a template or a bare expression gives with this scope, by the engine and the texts of a run. */
export function previewExpression(
  source: string,
  bare: boolean,
  scope: PreviewScope,
): Promise<Preview> {
  return previewer.preview({ source, bare, scope, now_ms: Date.now(), seed: 'preview' })
}
