/** Follows a run as it happens and keeps what is known of it in a store of its own. */
import { useEffect, useState } from 'react'
import { createStore, type StoreApi, useStore } from 'zustand'
import { send } from '@/shared/api/client'
import { type Connection, followStream } from '@/shared/api/event-stream'
import type { RunEvent } from '@/shared/api/types'
import type { ShownStatus } from '@/shared/lib/status'
import { FrameBatch } from './frame-batch'
import {
  addEvents,
  emptyRunState,
  isFinalRun,
  type LiveStep,
  maxAttempts,
  nodeStatus,
  type RunState,
} from './run-state'

export type RunStore = StoreApi<RunState>

/**
 * Follow a run; null follows none.
 *
 * The store changes at most once per frame. Read it with a selector, so that an event renders only
 * what it changes: `useRunState(store, (state) => state.nodes[nodeId])`.
 */
export function useRunEvents(runId: string | null): RunStore {
  const [followed, setFollowed] = useState(() => ({ runId, store: newRunStore() }))
  let current = followed
  if (followed.runId !== runId) {
    current = { runId, store: newRunStore() }
    setFollowed(current)
  }
  const { store } = current
  useEffect(() => (runId ? followRun(runId, store) : undefined), [runId, store])
  return store
}

export function useRunState<T>(store: RunStore, select: (state: RunState) => T): T {
  return useStore(store, select)
}

/** The newest step of a node, for its card; undefined before the run reaches it. */
export function useNodeStep(store: RunStore, nodeId: string): LiveStep | undefined {
  return useStore(store, (state) => state.nodes[nodeId])
}

/** What the card of a node shows. */
export function useNodeStatus(
  store: RunStore,
  node: { id: string; policy?: unknown },
): ShownStatus | undefined {
  const tries = maxAttempts(node.policy)
  return useStore(store, (state) => nodeStatus(state, node.id, tries))
}

export const newRunStore = (): RunStore => createStore(() => emptyRunState)

/** Takes what happens in a run into its store. Returns what stops it. */
export function followRun(runId: string, store: RunStore): () => void {
  const stop = new AbortController()
  const frame = new FrameBatch<RunEvent>((events) =>
    store.setState((state) => addEvents(state, events)),
  )
  followStream({
    signal: stop.signal,
    open: (lastEventId, signal) => open(runId, lastEventId, signal),
    onMessage: (message) => frame.add(JSON.parse(message.data) as RunEvent),
    onConnection: (connection: Connection, failure: unknown = null) => {
      frame.flush()
      store.setState({ connection, failure })
    },
    isComplete: () => {
      frame.flush()
      const { run } = store.getState()
      return run !== null && isFinalRun(run.status)
    },
  })
  return () => {
    stop.abort()
    frame.cancel()
  }
}

function open(runId: string, lastEventId: string, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { accept: 'text/event-stream' }
  if (lastEventId) headers['last-event-id'] = lastEventId
  return send(new Request(`${location.origin}/api/v1/runs/${runId}/events`, { headers, signal }))
}
