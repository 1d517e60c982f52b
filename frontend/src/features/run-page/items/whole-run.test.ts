import { expect, test } from 'vitest'
import { newRunStore, type RunStore } from '@/features/run-stream'
import type { RunRead, RunStatus } from '@/shared/api/types'
import { WholeRun } from './whole-run'

const place = (nodeId: string) => ({
  ...{ nodeId, iteration: '0', runId: 'root', since: '' },
  ...{ isOver: false, isTakenOver: false },
})

function watched() {
  const own = newRunStore()
  const followed = new Map<string, RunStore>()
  let times = 0
  const whole = new WholeRun(own, (runId, store) => {
    followed.set(runId, store)
    times += 1
    return () => followed.delete(runId)
  })
  const says = (runId: string, status: RunStatus) => {
    const step = { key: 'price@0', node_id: 'price', iteration: '0' } as never
    const run = { id: runId, status } as RunRead
    followed.get(runId)?.setState({ run, steps: { 'price@0': step } })
  }
  const heldBy = () => whole.store.getState().steps['price@0']?.item?.run.id
  return { own, whole, followed, says, heldBy, times: () => times }
}

test('an item is followed while it is shown, and its steps are there with the run', () => {
  const { own, whole, followed, says, heldBy } = watched()
  const close = whole.open()
  own.setState({ seq: 7 })
  whole.show([{ place: place('each__item'), runId: 'a' }])
  expect(heldBy()).toBeUndefined()
  says('a', 'running')
  expect([whole.store.getState().seq, heldBy()]).toEqual([7, 'a'])

  whole.show([{ place: place('each__item'), runId: 'b' }])
  expect([...followed.keys()]).toEqual(['b'])
  expect(heldBy()).toBeUndefined()
  close()
  expect(followed.size).toBe(0)
})

test('to show the same again changes nothing; one that has ended is not followed again', () => {
  const { whole, followed, says, heldBy } = watched()
  const shown = [{ place: place('each__item'), runId: 'a' }]
  whole.open()
  whole.show(shown)
  says('a', 'succeeded')
  const before = whole.store.getState()
  whole.show([...shown])
  expect(whole.store.getState()).toBe(before)

  whole.show([])
  whole.show(shown)
  expect([followed.size, heldBy()]).toEqual([0, 'a'])
})

test('one whose events could not be read is followed again when that is asked for', () => {
  const { whole, followed, says, heldBy, times } = watched()
  whole.open()
  whole.show([{ place: place('each__item'), runId: 'a' }])
  whole.followAgain('a')
  says('a', 'running')

  expect([times(), [...followed.keys()], heldBy()]).toEqual([2, ['a'], 'a'])
})
