import { ChevronLeft, ChevronRight, Repeat, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { plural, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { IconButton } from '@/shared/ui/icon-button'
import { Input } from '@/shared/ui/input'
import { ItemLink } from '../items/item-link'
import type { ShownItem } from '../items/use-items'
import type { LoopView } from './loops'

type IterationBarProps = {
  loops: readonly LoopView[]
  /** The item that is shown of a loop whose items are runs of their own. */
  itemOf: (loopId: string) => ShownItem | undefined
  onPick: (loopId: string, index: number) => void
}

/** Above the timeline: which iteration of each loop the graph and the timeline show. */
export function IterationBar({ loops, itemOf, onPick }: IterationBarProps) {
  if (loops.length === 0) return null
  return (
    <section
      aria-label={t('Iterations')}
      className="flex max-h-32 shrink-0 flex-wrap items-center gap-x-6 gap-y-1 overflow-y-auto border-line border-b bg-surface px-4 py-1"
    >
      {loops.map((loop) => (
        <LoopPicker
          key={loop.id}
          loop={loop}
          item={itemOf(loop.id)}
          onPick={(index) => onPick(loop.id, index)}
        />
      ))}
    </section>
  )
}

type LoopPickerProps = IndexFieldProps & { item: ShownItem | undefined }

function LoopPicker({ loop, item, onPick }: LoopPickerProps) {
  const { name, count, shown, failed } = loop
  const nextFailed = failed.find((index) => index > shown) ?? failed[0]
  return (
    <fieldset
      aria-label={t('Iteration of {name}', { name })}
      className="flex flex-wrap items-center gap-1.5"
    >
      <Repeat aria-hidden className="size-3.5 text-ink-3" />
      <span className="max-w-40 truncate font-medium">{name}</span>
      <IconButton
        icon={ChevronLeft}
        label={t('Iteration before, of {name}', { name })}
        size="icon-sm"
        disabled={shown === 0}
        onClick={() => onPick(shown - 1)}
      />
      <IndexField key={shown} loop={loop} onPick={onPick} />
      <span className="num whitespace-nowrap text-ink-3">
        {t('of 0 to {last}', { last: count - 1 })}
      </span>
      <IconButton
        icon={ChevronRight}
        label={t('Iteration after, of {name}', { name })}
        size="icon-sm"
        disabled={shown >= count - 1}
        onClick={() => onPick(shown + 1)}
      />
      {nextFailed !== undefined && (
        <Button size="sm" variant="ghost" onClick={() => onPick(nextFailed)}>
          <TriangleAlert aria-hidden className="text-failed" />
          {plural(failed.length, '{count} failed one', '{count} failed ones')}
        </Button>
      )}
      {item && <ItemLink item={item} />}
    </fieldset>
  )
}

type IndexFieldProps = { loop: LoopView; onPick: (index: number) => void }

/** From 0, as `index` has it; what can't be is put right when the field is left. */
function IndexField({ loop, onPick }: IndexFieldProps) {
  const [text, setText] = useState(String(loop.shown))
  const take = () => {
    const index = Math.min(Math.max(Math.round(Number(text)) || 0, 0), loop.count - 1)
    setText(String(index))
    if (index !== loop.shown) onPick(index)
  }
  return (
    <Input
      aria-label={t('Iteration of {name}', { name: loop.name })}
      inputMode="numeric"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take()
      }}
      className="num h-7 w-14 text-center font-mono text-xs"
    />
  )
}
