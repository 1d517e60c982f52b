import { Fragment, type ReactNode } from 'react'

/** A text in which `code` stands between backticks, as descriptions of node types have it; nothing else is marked up. */
export function codeWords(text: string): ReactNode {
  return text.split(/`([^`\n]+)`/).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <code key={index} className="break-words font-mono">
        {part}
      </code>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <Fragment key={index}>{part}</Fragment>
    ),
  )
}
