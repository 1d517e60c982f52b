import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { isFinalRun, type RunStore, useRunState } from '@/features/run-stream'
import type { GripRead, RunRead } from '@/shared/api/types'
import { isGripLive } from './grip'
import { gripQuery } from './hand-queries'

/** Asked for while it can matter, and again and again only while it changes without an event. */
export function useGrip(run: RunRead, store: RunStore): GripRead | undefined {
  const isLive = useRunState(store, (state) => isGripLive(run.status, state.steps))
  const mayBeHeld = !isFinalRun(run.status) && run.status !== 'queued'
  const { data, refetch } = useQuery({ ...gripQuery(run.id, isLive), enabled: mayBeHeld })
  const known = useRef(run.status)
  useEffect(() => {
    if (known.current === run.status) return
    known.current = run.status
    if (mayBeHeld) refetch()
  }, [run.status, mayBeHeld, refetch])
  return mayBeHeld ? data : undefined
}
