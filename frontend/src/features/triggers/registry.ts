/** Trigger types and node types in one list. */

import type { NodeTypeRead, NodeTypeUsage, TriggerTypeRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'

export type Entry = {
  type: string
  title: string
  description: string
  group: string
  version: number
  /** The package that brings it. */
  owner: string
  used: number
  /** What `used` counts. */
  unit: 'workflow' | 'trigger'
}

/** Trigger types first, then node types by group and title. */
export function entriesOf(
  nodeTypes: readonly NodeTypeRead[],
  triggerTypes: readonly TriggerTypeRead[],
  usage: ReadonlyMap<string, NodeTypeUsage>,
): Entry[] {
  const triggers = triggerTypes.map(
    (each): Entry => ({
      type: each.name,
      title: each.title,
      description: each.description,
      group: t('Triggers'),
      version: each.version,
      owner: each.owner,
      used: each.used,
      unit: 'trigger',
    }),
  )
  const nodes = nodeTypes.map(
    (each): Entry => ({
      type: each.type,
      title: each.title,
      description: each.description,
      group: each.category,
      version: each.version,
      owner: each.owner,
      used: usage.get(each.type)?.workflows ?? 0,
      unit: 'workflow',
    }),
  )
  nodes.sort((a, b) => a.group.localeCompare(b.group) || a.title.localeCompare(b.title))
  return [...triggers, ...nodes]
}

/** Those in which every word of the search appears. */
export function entriesThatFit(entries: readonly Entry[], search: string): Entry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    const said = [entry.type, entry.title, entry.group, entry.owner, entry.description]
    const text = said.join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
