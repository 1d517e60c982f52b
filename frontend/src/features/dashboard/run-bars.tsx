import type { DashboardRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { formatTime } from '@/shared/lib/format'
import { Tooltip } from '@/shared/ui/tooltip'

type Bucket = DashboardRead['buckets'][number]

const total = ({ succeeded, failed, other }: Bucket) => succeeded + failed + other

/** Runs over time: what failed is filled and stands on what succeeded. */
export function RunBars({ buckets, label }: { buckets: readonly Bucket[]; label: string }) {
  const most = Math.max(1, ...buckets.map(total))
  const sum = buckets.reduce((count, each) => count + total(each), 0)
  const failed = buckets.reduce((count, each) => count + each.failed, 0)
  return (
    <section
      aria-label={t('Runs over time')}
      className="rounded-card border border-line bg-raised p-3"
    >
      <h2 className="mb-2 font-semibold text-sm">{t('Runs over time')}</h2>
      <p className="sr-only">
        {t('{label}: {sum} runs, {failed} of them failed; at most {most} at a time.', {
          label,
          sum,
          failed,
          most,
        })}
      </p>
      {sum === 0 ? (
        <p className="grid h-28 place-items-center text-ink-3">{t('No runs in this time.')}</p>
      ) : (
        <div aria-hidden className="flex h-28 items-end gap-px border-line border-b">
          {buckets.map((each) => (
            <Bar key={each.at} bucket={each} most={most} />
          ))}
        </div>
      )}
      <div aria-hidden className="num mt-1 flex justify-between text-ink-3 text-xs">
        <span>{buckets[0] && formatTime(buckets[0].at)}</span>
        <span>{t('now')}</span>
      </div>
    </section>
  )
}

function Bar({ bucket, most }: { bucket: Bucket; most: number }) {
  const part = (count: number) => ({ height: `${(100 * count) / most}%` })
  const words = t('{time}: {succeeded} succeeded, {failed} failed, {other} other', {
    time: formatTime(bucket.at),
    succeeded: bucket.succeeded,
    failed: bucket.failed,
    other: bucket.other,
  })
  return (
    <Tooltip label={words}>
      <span className="flex h-full flex-1 flex-col justify-end hover:bg-sunken">
        <span className="bg-failed" style={part(bucket.failed)} />
        <span className="bg-succeeded" style={part(bucket.succeeded)} />
        <span className="bg-line-strong" style={part(bucket.other)} />
      </span>
    </Tooltip>
  )
}
