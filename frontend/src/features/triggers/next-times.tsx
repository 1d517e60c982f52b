import type { ScheduleTimes } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { formatTime } from '@/shared/lib/format'

type NextTimesProps = {
  times: ScheduleTimes
  shown?: number
  /** There are no others: those that are not shown are counted. */
  areAll?: boolean
}

/** A schedule in words, and when it fires next, in the reader's time zone. */
export function NextTimes({ times, shown = 10, areAll = false }: NextTimesProps) {
  const hidden = times.times.length - shown
  return (
    <div className="rounded-control bg-sunken px-3 py-2">
      <p className="font-medium">{times.words}</p>
      {times.times.length === 0 ? (
        <p className="text-ink-2 text-xs">{t('No time is ahead.')}</p>
      ) : (
        <ol aria-label={t('Next times')} className="num mt-1 text-ink-2 text-xs">
          {times.times.slice(0, shown).map((time) => (
            <li key={time}>
              <time dateTime={time}>{formatTime(time)}</time>
            </li>
          ))}
          {areAll && hidden > 0 && <li>{t('and {count} more', { count: hidden })}</li>}
        </ol>
      )}
    </div>
  )
}
