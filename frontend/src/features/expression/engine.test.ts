import { describe, expect, it, vi } from 'vitest'
import { Previewer, type PreviewWorker } from './engine'
import type { WorkerMessage } from './engine.worker'
import type { PreviewRequest } from './engine-core'

const ENGINE = {} as WebAssembly.Module

const request = (source: string): PreviewRequest => ({
  source,
  bare: false,
  scope: {},
  now_ms: 0,
  seed: 's',
})

/** Answers with the source; never where that is "loop". */
class FakeWorker implements PreviewWorker {
  onmessage: PreviewWorker['onmessage'] = null
  onerror: PreviewWorker['onerror'] = null
  readonly terminate = vi.fn()
  readonly asked: string[] = []

  postMessage(message: WorkerMessage) {
    if ('engine' in message) this.answer({ ready: true })
    else {
      this.asked.push(message.request.source)
      if (message.request.source === 'loop') return
      this.answer({ number: message.number, preview: { value: message.request.source } })
    }
  }

  private answer(data: unknown) {
    queueMicrotask(() =>
      this.onmessage?.call(this as unknown as Worker, new MessageEvent('message', { data })),
    )
  }
}

function previewing() {
  const workers: FakeWorker[] = []
  const load = vi.fn(async () => ENGINE)
  const start = () => {
    const worker = new FakeWorker()
    workers.push(worker)
    return worker
  }
  return { workers, load, previewer: new Previewer(start, load, 20) }
}

describe('Previewer', () => {
  it('answers in the order asked, from one worker', async () => {
    const { previewer, workers } = previewing()

    const answers = await Promise.all(
      ['a', 'b', 'c'].map((source) => previewer.preview(request(source))),
    )

    expect(answers).toEqual([{ value: 'a' }, { value: 'b' }, { value: 'c' }])
    expect(workers.map((worker) => worker.asked)).toEqual([['a', 'b', 'c']])
  })

  it('ends a template that takes too long, and goes on with a new worker', async () => {
    const { previewer, workers } = previewing()

    const [ended, next] = await Promise.all([
      previewer.preview(request('loop')),
      previewer.preview(request('after')),
    ])

    expect(ended).toEqual({
      error: {
        message: 'It did not finish within 20 ms. (in: loop)',
        name: 'RangeError',
        line: null,
        column: null,
      },
    })
    expect(next).toEqual({ value: 'after' })
    expect(workers).toHaveLength(2)
    expect(workers[0]?.terminate).toHaveBeenCalledOnce()
  })

  it('tries again to load the engine after a failure', async () => {
    const { previewer, load } = previewing()
    load.mockRejectedValueOnce(new Error('offline'))

    await expect(previewer.preview(request('a'))).rejects.toThrow('offline')
    await expect(previewer.preview(request('b'))).resolves.toEqual({ value: 'b' })
  })
})
