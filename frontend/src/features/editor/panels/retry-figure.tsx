import { t } from '@/shared/i18n/texts'
import type { NodePolicy } from '../document/graph'
import { retryPicture, spanWords } from '../retry-picture'

const WIDTH = 276
const LEFT = 6
const Y = 14

/** The attempts along time, as the policy spaces them. */
export function RetryFigure({ retry }: { retry: NodePolicy['retry'] }) {
  const { at_s, attempts, span_s } = retryPicture(retry)
  const words =
    attempts === 1
      ? t('One attempt: it is never tried again.')
      : t('{attempts} attempts within {span}, then the rule below decides.', {
          attempts,
          span: spanWords(span_s),
        })
  const last = at_s.at(-1) || 1
  const x = (seconds: number) => LEFT + (seconds / last) * (WIDTH - 2 * LEFT)
  return (
    <figure className="flex flex-col gap-1 rounded-control border border-line bg-sunken px-2 py-1.5">
      <svg aria-hidden="true" viewBox={`0 0 ${WIDTH} 28`} className="w-full">
        <line x1={LEFT} x2={WIDTH - LEFT} y1={Y} y2={Y} className="stroke-line-strong" />
        {at_s.map((seconds, index) => (
          <g key={seconds}>
            <line x1={x(seconds)} x2={x(seconds)} y1={Y - 6} y2={Y + 6} className="stroke-ink-2" />
            {index === 0 && <circle cx={x(seconds)} cy={Y} r={3.5} className="fill-ink" />}
          </g>
        ))}
      </svg>
      <figcaption className="num text-2xs text-ink-2">{words}</figcaption>
    </figure>
  )
}
