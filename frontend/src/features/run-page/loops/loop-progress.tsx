import { formatNumber, t } from '@/shared/i18n/texts'
import { formatPercent } from '@/shared/lib/format'
import { type LoopCounts, shareOf } from './loop-counts'

type LoopProgressProps = { counts: LoopCounts; goesOn: boolean }

/** Items of a loop that runs in batches: done, failed, left out, of how many. */
export function LoopProgress({ counts, goesOn }: LoopProgressProps) {
  const { done, failed, leftOut, total } = counts
  const part = (count: number) => `${total === 0 ? 0 : (count / total) * 100}%`
  return (
    <div className="space-y-1.5">
      <div
        role="progressbar"
        aria-label={t('Items dealt with')}
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
          <b className="font-semibold">{formatNumber(done)}</b> {t('done')}
        </span>
        <span className={failed > 0 ? 'text-failed' : 'text-ink-3'}>
          <b className="font-semibold">{formatNumber(failed)}</b> {t('failed')}
        </span>
        {leftOut > 0 && <span>{t('{count} left out', { count: leftOut })}</span>}
        <span className="text-ink-3">{t('of {total}', { total })}</span>
        {goesOn && (
          <span className="ml-auto">{formatPercent(Math.floor(shareOf(counts) * 100) / 100)}</span>
        )}
      </p>
    </div>
  )
}
