/** What is measured in a page, and how it is told. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import type { Page } from '@playwright/test'

const LOAD_DIGITS = 1

/** One line to the terminal, and a file beside Playwright's own. */
export function tell(name: string, words: string) {
  const line = `${name}: ${words}; load ${loadavg()[0]?.toFixed(LOAD_DIGITS)}`
  process.stdout.write(`${line}\n`)
  mkdirSync('test-results', { recursive: true })
  writeFileSync(`test-results/${name.replace(/\W+/g, '-')}.txt`, `${line}\n`)
}

export const median = (values: readonly number[]) => at(values, 0.5)

export function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
}

export type Frames = {
  /** Frames a second, over all of the time. */
  fps: number
  /** Milliseconds of CPU that the page's main thread took for one frame, whatever else the machine does. */
  cpuMs: number
  /** Milliseconds between two frames, 95 of 100 are shorter. */
  gapP95: number
  /** Milliseconds of the longest task that blocked the page. */
  longestTask: number
}

/** Counts frames and long tasks while something is done. */
export async function framesWhile(page: Page, act: () => Promise<unknown>): Promise<Frames> {
  await page.evaluate(() => {
    const watched = { frames: [] as number[], tasks: [] as number[], on: true }
    Reflect.set(window, 'watched', watched)
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watched.tasks.push(duration)
    }).observe({ type: 'longtask' })
    const frame = (time: number) => {
      watched.frames.push(time)
      if (watched.on) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  const cpu = await cpuWatch(page)
  await act()
  const spentMs = await cpu()
  const { frames, tasks } = await page.evaluate(() => {
    const watched = Reflect.get(window, 'watched') as {
      frames: number[]
      tasks: number[]
      on: boolean
    }
    watched.on = false
    return watched
  })
  const gaps = frames.slice(1).map((time, index) => time - (frames[index] ?? time))
  const spanMs = (frames.at(-1) ?? 0) - (frames[0] ?? 0)
  return {
    fps: Math.round((gaps.length / spanMs) * 1_000),
    cpuMs: Math.round((spentMs / gaps.length) * 10) / 10,
    gapP95: at(gaps, 0.95),
    longestTask: Math.round(Math.max(0, ...tasks)),
  }
}

export const frameWords = ({ fps, cpuMs, gapP95, longestTask }: Frames) =>
  `${fps} frames/s of ${cpuMs} ms CPU each, p95 ${gapP95} ms between two, longest task ${longestTask} ms`

/** Asked again, it says how many milliseconds of CPU the page's main thread has used since. */
export async function cpuWatch(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const used = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'ThreadTime')?.value ?? 0) * 1_000
  }
  const before = await used()
  return async () => {
    const after = await used()
    await session.detach()
    return after - before
  }
}

/** Milliseconds from a click to the frame in which `selector` is on the page. */
export function clickToSight(page: Page, clicked: string, selector: string): Promise<number> {
  return page.evaluate(
    ([link, wanted]) =>
      new Promise<number>((resolve) => {
        const from = performance.now()
        const look = () => {
          if (document.querySelector(wanted ?? ''))
            requestAnimationFrame(() => resolve(performance.now() - from))
          else requestAnimationFrame(look)
        }
        document.querySelector<HTMLElement>(link ?? '')?.click()
        look()
      }),
    [clicked, selector],
  )
}
