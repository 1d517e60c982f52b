/** What a key does in a tree, by the rules of the ARIA practices. */
import type { JsonLine } from '@/shared/lib/json-lines'

type Move = { active: string; toggle?: JsonLine }

/** Null: the key means nothing here. */
export function moveInTree(key: string, lines: readonly JsonLine[], active: string): Move | null {
  const index = Math.max(
    lines.findIndex((line) => line.id === active),
    0,
  )
  const line = lines[index]
  if (!line) return null
  const go = (to: number): Move => ({ active: (lines[to] ?? line).id })
  switch (key) {
    case 'ArrowDown':
      return go(index + 1)
    case 'ArrowUp':
      return go(index - 1)
    case 'Home':
      return go(0)
    case 'End':
      return go(lines.length - 1)
    case 'ArrowRight':
      return line.isBranch && !line.isOpen ? { active: line.id, toggle: line } : go(index + 1)
    case 'ArrowLeft':
      return line.isOpen ? { active: line.id, toggle: line } : go(parentOf(lines, index))
    case 'Enter':
    case ' ':
      return line.isBranch ? { active: line.id, toggle: line } : null
    default:
      return null
  }
}

function parentOf(lines: readonly JsonLine[], index: number): number {
  const depth = lines[index]?.depth ?? 0
  return lines.findLastIndex((line, at) => at < index && line.depth < depth)
}
