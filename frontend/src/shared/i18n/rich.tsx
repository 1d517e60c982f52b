import { Fragment, type ReactNode } from 'react'
import { type Text, templateOf, type ValuesOf } from './texts'

/** A text with parts of a page in it: `rich('Press {key} to draw', { key: <Kbd keys="N" /> })`. */
export function rich<K extends Text>(key: K, ...[values]: ValuesOf<K, ReactNode>): ReactNode {
  const parts: Record<string, ReactNode> = values ?? {}
  return templateOf(key)
    .split(/\{(\w+)\}/)
    .map((part, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <Fragment key={index}>{index % 2 === 1 ? parts[part] : part}</Fragment>
    ))
}
