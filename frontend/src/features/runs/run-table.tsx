import { useVirtualizer } from '@tanstack/react-virtual'
import { type Dispatch, type SetStateAction, useCallback, useEffect, useRef } from 'react'
import type { RunSummary } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Checkbox } from '@/shared/ui/checkbox'
import { Table, Th } from '@/shared/ui/table'
import { RunRow } from './run-row'

const ROW_PX = 37
/** So many rows before its end, the next page is asked for. */
const AHEAD = 60
/** So long nothing is scrolled, before what is on the screen counts as looked at. */
const REST_MS = 150

export type Selection = {
  /** Ids. */
  chosen: ReadonlySet<string>
  onChosen: Dispatch<SetStateAction<ReadonlySet<string>>>
}

type RunTableProps = Selection & {
  runs: readonly RunSummary[]
  hasMore: boolean
  onMore: () => void
  /** Those on the screen, where it comes to rest. */
  onShown: (runs: readonly RunSummary[]) => void
}

const NONE: ReadonlySet<string> = new Set()

/** Only the rows on the screen are drawn, however many are loaded. */
export function RunTable({ runs, chosen, onChosen, hasMore, onMore, onShown }: RunTableProps) {
  const top = useRef<HTMLTableElement>(null)
  const virtualizer = useVirtualizer({
    count: runs.length,
    getScrollElement: () => top.current?.closest<HTMLElement>('[data-scroller]') ?? null,
    estimateSize: () => ROW_PX,
    overscan: 12,
    getItemKey: (index) => runs[index]?.id ?? index,
    // To draw within each event of the wheel would keep the next one waiting.
    useFlushSync: false,
  })
  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index ?? 0
  const end = (items.at(-1)?.index ?? -1) + 1
  useEffect(() => {
    const timer = setTimeout(() => onShown(runs.slice(first, end)), REST_MS)
    return () => clearTimeout(timer)
  }, [runs, first, end, onShown])
  useEffect(() => {
    if (hasMore && end > 0 && end + AHEAD >= runs.length) onMore()
  }, [hasMore, end, runs.length, onMore])
  const choose = useCallback(
    (runId: string, isChosen: boolean) => onChosen((before) => withRun(before, runId, isChosen)),
    [onChosen],
  )
  const all = runs.every((run) => chosen.has(run.id))
  const some = !all && runs.some((run) => chosen.has(run.id))
  return (
    <Table ref={top} aria-label={t('Runs')} aria-rowcount={hasMore ? -1 : runs.length + 1}>
      <thead>
        <tr aria-rowindex={1}>
          <Th className="w-10 pr-0">
            <Checkbox
              aria-label={t('Choose all runs shown')}
              checked={some ? 'indeterminate' : all}
              onCheckedChange={() => onChosen(all ? NONE : new Set(runs.map((run) => run.id)))}
              className="align-middle"
            />
          </Th>
          <Th>{t('Status')}</Th>
          <Th className="w-full">{t('Workflow')}</Th>
          <Th className="hidden sm:table-cell">{t('Version')}</Th>
          <Th className="hidden wide:table-cell">{t('Started by')}</Th>
          <Th className="hidden wide:table-cell">{t('Key')}</Th>
          <Th className="hidden text-right sm:table-cell">{t('Duration')}</Th>
          <Th>{t('Started')}</Th>
          <Th className="hidden wide:table-cell">{t('Run')}</Th>
        </tr>
      </thead>
      <tbody>
        <Gap px={items[0]?.start ?? 0} />
        {items.map(({ index, key }) => {
          const run = runs[index]
          return (
            run && (
              <RunRow
                key={key}
                run={run}
                rowIndex={index + 2}
                chosen={chosen.has(run.id)}
                onChosen={choose}
              />
            )
          )
        })}
        <Gap px={virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0)} />
      </tbody>
    </Table>
  )
}

/** In place of rows that are not on the screen. */
function Gap({ px }: { px: number }) {
  if (px <= 0) return null
  return (
    <tr aria-hidden>
      <td style={{ height: px }} />
    </tr>
  )
}

function withRun(chosen: ReadonlySet<string>, runId: string, isChosen: boolean) {
  const next = new Set(chosen)
  if (isChosen) next.add(runId)
  else next.delete(runId)
  return next
}
