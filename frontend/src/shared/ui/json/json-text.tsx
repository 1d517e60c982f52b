import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { inSlices, writeSteps } from '@/shared/lib/json-slices'

const LINE_PX = 20
/** A longer line would take a second to lay out. */
const MOST_CHARS = 2_000

type JsonTextProps = { value: JsonValue; label: string }

/** As JSON text, written a slice at a time. */
export function JsonText({ value, label }: JsonTextProps) {
  const [lines, setLines] = useState<readonly string[]>([])
  useEffect(() => {
    const stop = new AbortController()
    const written: string[] = []
    inSlices(writeSteps(value, written), stop.signal).then(
      () => setLines(written),
      (error: unknown) => {
        if (!stop.signal.aborted) throw error
      },
    )
    return () => stop.abort()
  }, [value])
  return <TextLines lines={lines} label={t('{label} as JSON', { label })} />
}

type TextLinesProps = { lines: readonly string[]; label: string }

/** Only the lines in sight are in the page. */
export function TextLines({ lines, label }: TextLinesProps) {
  const scroller = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: 20,
  })
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className="min-h-0 flex-1 overflow-auto px-4 pb-3 -outline-offset-2"
    >
      <div className="relative min-w-max" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            style={{ top: start, height: LINE_PX }}
            className="absolute whitespace-pre font-mono text-xs leading-5"
          >
            {shortened(lines[index] ?? '')}
          </div>
        ))}
      </div>
    </section>
  )
}

const shortened = (line: string) =>
  line.length > MOST_CHARS
    ? t('{text}… ({count} characters)', { text: line.slice(0, MOST_CHARS), count: line.length })
    : line
