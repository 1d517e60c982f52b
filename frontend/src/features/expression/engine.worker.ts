/** Evaluates templates beside the page, so that an endless one can be ended with the worker. */
import { evaluateTemplate, type Preview, type PreviewRequest } from './engine-core'

export type WorkerMessage =
  | { engine: WebAssembly.Module }
  | { number: number; request: PreviewRequest }
export type WorkerAnswer = { ready: true } | { number: number; preview: Preview }

let engine: WebAssembly.Module | null = null

const answer = (message: WorkerAnswer) => self.postMessage(message)

self.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
  if ('engine' in data) {
    engine = data.engine
    answer({ ready: true })
  } else if (engine) {
    answer({ number: data.number, preview: evaluateTemplate(engine, data.request) })
  }
}
