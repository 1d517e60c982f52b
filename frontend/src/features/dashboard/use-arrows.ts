import type { FocusEvent, KeyboardEvent } from 'react'

const STEPS: Readonly<Record<string, { bar?: -1 | 1; part?: -1 | 1 }>> = {
  ArrowLeft: { bar: -1 },
  ArrowRight: { bar: 1 },
  ArrowUp: { part: -1 },
  ArrowDown: { part: 1 },
}

/** Keys of a list of bars, each a list item with its own link first and those of its parts below. */
export function useArrows(onBar: (at: number) => void) {
  return {
    onFocus: ({ target, currentTarget }: FocusEvent<HTMLElement>) =>
      onBar(barsOf(currentTarget).findIndex((bar) => bar.contains(target))),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const step = STEPS[event.key]
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      next(event.currentTarget, step)?.focus()
    },
  }
}

const barsOf = (list: HTMLElement) => [...list.children]
const linksOf = (bar: Element | undefined) => [...(bar?.querySelectorAll('a') ?? [])]

function next(list: HTMLElement, { bar = 0, part = 0 }: { bar?: number; part?: number }) {
  const bars = barsOf(list).filter((each) => linksOf(each).length > 0)
  const at = bars.findIndex((each) => each.contains(document.activeElement))
  if (bar !== 0) return linksOf(bars[at + bar])[0]
  const links = linksOf(bars[at])
  return links.find((_, at) => links[at - part] === document.activeElement)
}
