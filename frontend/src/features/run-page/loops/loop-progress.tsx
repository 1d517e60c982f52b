import { type LoopCounts, shareOf } from './loop-counts'

type LoopProgressProps = { counts: LoopCounts; goesOn: boolean }

const COUNT = new Intl.NumberFormat('en')

/** Items of a loop that runs in batches: done, failed, left out, of how many. */
export function LoopProgress({ counts, goesOn }: LoopProgressProps) {
  const { done, failed, leftOut, total } = counts
  const part = (count: number) => `${total === 0 ? 0 : (count / total) * 100}%`
  return (
    <div className="space-y-1.5">
      <div
        role="progressbar"
        aria-label="Items dealt with"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done + failed + leftOut}
        className="flex h-2 overflow-hidden rounded-chip bg-sunken"
      >
        <span className="bg-succeeded" style={{ width: part(done) }} />
        <span className="hatch-failed" style={{ width: part(failed) }} />
        <span className="bg-idle" style={{ width: part(leftOut) }} />
      </div>
      <p className="num flex flex-wrap gap-x-4 text-xs">
        <span>
          <b className="font-semibold">{COUNT.format(done)}</b> done
        </span>
        <span className={failed > 0 ? 'text-failed' : 'text-ink-3'}>
          <b className="font-semibold">{COUNT.format(failed)}</b> failed
        </span>
        {leftOut > 0 && <span>{COUNT.format(leftOut)} left out</span>}
        <span className="text-ink-3">of {COUNT.format(total)}</span>
        {goesOn && <span className="ml-auto">{Math.floor(shareOf(counts) * 100)} %</span>}
      </p>
    </div>
  )
}
