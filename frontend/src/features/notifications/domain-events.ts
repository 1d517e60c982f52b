/** What a page asks for again when something happened in the workspace. No React. */
import type { QueryKey } from '@tanstack/react-query'
import { MemberSocket, type OpenSocket } from '@/shared/api/member-socket'
import { alertsKey, notificationsKey } from './notifications-queries'

const PATH = '/api/v1/domain-events'

/** By the first part of an event's type. Lists of runs ask for themselves: they change all the time. */
const CHANGED: Readonly<Record<string, QueryKey>> = {
  alert: alertsKey,
  approval: ['approvals'],
  credential: ['credentials'],
  workflow: ['workflows'],
}

/** Keys of what may have changed. */
export function staleKeys(types: readonly string[]): QueryKey[] {
  const kinds = new Set(types.map((type) => type.split('.')[0] ?? ''))
  const known = [...kinds].map((kind) => CHANGED[kind]).filter((key) => key !== undefined)
  return [notificationsKey, ...known]
}

/** Hear of events until the returned function is called; what was missed meanwhile counts, too. */
export function hearDomainEvents(onStale: (key: QueryKey) => void, open?: OpenSocket): () => void {
  const onMessage = (message: unknown) => {
    const { types } = message as { types: string[] }
    for (const key of staleKeys(types)) onStale(key)
  }
  return new MemberSocket(PATH, { onMessage }, open).connect()
}
