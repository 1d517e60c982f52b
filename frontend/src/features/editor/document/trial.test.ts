/** Pins and breakpoints: set, taken away, renamed, kept, and used where they count. */
import { beforeEach, expect, test } from 'vitest'
import { catalog } from '../../../../tests/node-types'
import type { EditedGraph } from './graph'
import {
  breakpointsOf,
  noTrial,
  renamedIn,
  storedTrial,
  storeTrial,
  trialOf,
  withBreakpoint,
  withPin,
} from './trial'

const pin = { output: { n: 1 }, port: null }
const graph: EditedGraph = {
  nodes: [
    { id: 'start', type: 'start' },
    { id: 'one', type: 'set' },
    { id: 'loop', type: 'for_each' },
    { id: 'inner', type: 'set', parent: 'loop' },
    { id: 'last', type: 'set' },
  ],
  edges: [
    { from: 'start', to: 'one' },
    { from: 'one', to: 'loop' },
    { from: 'loop', to: 'last' },
  ],
}

beforeEach(() => localStorage.clear())

test('a pin and a breakpoint are set and taken away, and follow a new id', () => {
  const trial = withBreakpoint(withPin(noTrial, 'one', pin), 'one')
  expect(trial).toEqual({ pins: { one: pin }, breakpoints: ['one'] })
  expect(withPin(withBreakpoint(trial, 'one'), 'one', null)).toEqual(noTrial)
  expect(renamedIn(trial, 'one', 'uno')).toEqual({ pins: { uno: pin }, breakpoints: ['uno'] })
  expect(renamedIn(trial, 'last', 'end')).toBe(trial)
})

test('what a step that is gone had does not count', () => {
  const trial = { pins: { one: pin, gone: pin }, breakpoints: ['gone', 'last'] }
  expect(trialOf(graph, trial)).toEqual({ pins: { one: pin }, breakpoints: ['last'] })
})

test('they are kept for each workflow; what can not be read is none', () => {
  storeTrial('w', withPin(noTrial, 'one', pin))
  expect(storedTrial('w').pins).toEqual({ one: pin })
  expect(storedTrial('other')).toBe(noTrial)
  localStorage.setItem('noria.trial.w', '{"pins":')
  expect(storedTrial('w')).toBe(noTrial)
  storeTrial('w', noTrial)
  expect(localStorage.length).toBe(0)
})

test('a part pauses only before steps that it runs', () => {
  const all = { pins: {}, breakpoints: ['one', 'inner', 'last'] }
  const at = (mode: 'only' | 'up_to' | 'from', node_id: string, trial = all) =>
    breakpointsOf(graph, trial, { mode, node_id }, catalog)
  expect(at('only', 'one')).toEqual(['one'])
  expect(at('up_to', 'loop')).toEqual(['one', 'inner'])
  expect(at('from', 'inner')).toEqual(['inner', 'last'])
  expect(at('up_to', 'last', { ...all, pins: { loop: pin } })).toEqual(['last'])
})
