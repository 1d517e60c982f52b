/** A run and the runs of those of its items that are shown, followed together. */
import { createStore } from 'zustand'
import {
  followRun,
  type HeldItem,
  isFinalRun,
  newRunStore,
  type RunStore,
} from '@/features/run-stream'
import { type ItemPlace, withItems } from './items'

/** An item that is shown, and its run. */
export type ItemRun = { place: ItemPlace; runId: string }

export class WholeRun {
  /** The run's state, with the steps of the items that are shown. */
  readonly store: RunStore
  readonly #run: RunStore
  readonly #stores = new Map<string, RunStore>()
  readonly #held = new Map<string, HeldItem>()
  readonly #stops = new Map<string, () => void>()
  readonly #followRun: typeof followRun
  #shown: readonly ItemRun[] = []

  constructor(run: RunStore, follow = followRun) {
    this.#run = run
    this.#followRun = follow
    this.store = createStore(() => run.getState())
  }

  /** What is known of an item's run; it is followed while it is shown. */
  storeOf(runId: string): RunStore {
    const store = this.#stores.get(runId) ?? newRunStore()
    this.#stores.set(runId, store)
    return store
  }

  /** Keep `store` up to date. Returns what ends that. */
  open(): () => void {
    const stop = this.#run.subscribe(() => this.#renew())
    this.#renew()
    return () => {
      stop()
      this.show([])
    }
  }

  /** Follow these and no others; an outer one comes before those in it. */
  show(items: readonly ItemRun[]) {
    if (isSame(items, this.#shown)) return
    this.#shown = items
    const wanted = new Set(items.map(({ runId }) => runId))
    for (const [runId, stop] of this.#stops) {
      if (!wanted.has(runId)) {
        stop()
        this.#stops.delete(runId)
      }
    }
    for (const runId of wanted) {
      if (!this.#stops.has(runId)) this.#stops.set(runId, this.#follow(runId))
    }
    this.#renew()
  }

  /** After its events could not be read. */
  followAgain(runId: string) {
    this.#stops.get(runId)?.()
    this.#stops.set(runId, this.#follow(runId))
  }

  #follow(runId: string): () => void {
    const store = this.storeOf(runId)
    const stopRenewing = store.subscribe(() => this.#renew())
    const { run } = store.getState()
    // Of one that had ended when it was shown before, all is known.
    const stop = run && isFinalRun(run.status) ? () => {} : this.#followRun(runId, store)
    return () => {
      stopRenewing()
      stop()
    }
  }

  #renew() {
    const known = this.#shown.flatMap(({ place, runId }) => {
      const held = this.#heldOf(runId, place.isTakenOver)
      return held ? [{ place, held, steps: this.storeOf(runId).getState().steps }] : []
    })
    this.store.setState(withItems(this.#run.getState(), known), true)
  }

  /** The same object until the run changes. */
  #heldOf(runId: string, isTakenOver: boolean): HeldItem | null {
    const { run } = this.storeOf(runId).getState()
    if (!run) return null
    const before = this.#held.get(runId)
    if (before?.run === run && before.isTakenOver === isTakenOver) return before
    const held = { run, isTakenOver }
    this.#held.set(runId, held)
    return held
  }
}

const isSame = (items: readonly ItemRun[], others: readonly ItemRun[]) =>
  items.length === others.length &&
  items.every(({ place, runId }, index) => {
    const other = others[index]
    return (
      other?.runId === runId &&
      other.place.nodeId === place.nodeId &&
      other.place.isTakenOver === place.isTakenOver
    )
  })
