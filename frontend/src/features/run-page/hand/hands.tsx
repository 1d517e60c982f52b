import { stepKey, useRunState } from '@/features/run-stream'
import type { RunRead } from '@/shared/api/types'
import type { ShownItem } from '../items/use-items'
import type { LoadedRunProps } from '../run-page'
import { HandBanner } from './hand-banner'
import type { StepAt } from './hand-queries'
import { useGrip } from './use-grip'

type HandsProps = Pick<LoadedRunProps, 'run' | 'grip' | 'items' | 'nodes' | 'search' | 'onSearch'>

/** What the run waits for from people, and what the items do that are shown and are runs of their own. */
export function Hands({ run, grip, items, nodes, search, onSearch }: HandsProps) {
  const shared = {
    nameOf: (nodeId: string) => nodes.find(({ id }) => id === nodeId)?.name || nodeId,
    onStep: ({ node_id, iteration }: StepAt) =>
      onSearch({ ...search, step: stepKey(node_id, iteration), tab: undefined }),
  }
  return (
    <>
      {grip && <HandBanner runId={run.id} grip={grip} {...shared} />}
      {items.map((item) => (
        <ItemHands key={item.place.nodeId} item={item} isPaused={grip?.is_paused} {...shared} />
      ))}
    </>
  )
}

type Shared = { nameOf: (nodeId: string) => string; onStep: (at: StepAt) => void }
type ItemHandsProps = Shared & { item: ShownItem; isPaused: boolean | undefined }

function ItemHands({ item, ...rest }: ItemHandsProps) {
  const run = useRunState(item.store, (state) => state.run)
  return run && <KnownItemHands key={run.id} item={item} run={run} {...rest} />
}

type KnownItemHandsProps = ItemHandsProps & { run: RunRead }

function KnownItemHands({ item, run, isPaused, ...shared }: KnownItemHandsProps) {
  const grip = useGrip(run, item.store)
  if (!grip) return null
  // That the whole run is paused stands above already.
  const isNews = !isPaused || grip.parked.length > 0
  return (
    <HandBanner
      runId={run.id}
      iteration={item.place.iteration}
      grip={{ ...grip, is_paused: grip.is_paused && isNews }}
      {...shared}
    />
  )
}
