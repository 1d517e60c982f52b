import { act, render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { createStore } from 'zustand'
import { addEvents, emptyRunState, type RunState } from '@/features/run-stream'
import type { RunEvent } from '@/shared/api/types'
import type { GraphEdge, GraphNode } from '../document/graph'
import { CanvasContext, type CanvasParts } from './canvas-context'
import { useCardMark, useLineMark } from './run-marks'

let rendered = 0

function Marked({ edge, far }: { edge: GraphEdge | null; far: boolean }) {
  rendered += 1
  const card = useCardMark({ id: 'a', policy: { retry: { max_attempts: 2 } } } as GraphNode, far)
  const line = useLineMark(edge, 2)
  return (
    <>
      <div ref={card} />
      <svg aria-hidden="true">
        <g ref={line}>
          <path d="M0 0" />
        </g>
      </svg>
    </>
  )
}

const event = (seq: number, node_id: string, status: string, attempt = 1) =>
  ({
    kind: 'step',
    seq,
    step: {
      ...{ node_id, iteration: '', attempt, status, port: null },
      error: status === 'failed' ? { retryable: true } : null,
    },
  }) as unknown as RunEvent

const ended = (seq: number) =>
  ({ kind: 'run', seq, run: { status: 'failed' } }) as unknown as RunEvent

test('a run is written onto cards and lines, and nothing renders for it', () => {
  const runStore = createStore<RunState>(() => emptyRunState)
  const tell = (...events: RunEvent[]) =>
    act(() => runStore.setState((state) => addEvents(state, events)))
  const edge = { from: 'a', to: 'b' } as GraphEdge
  const shown = (props: { edge: GraphEdge | null; far: boolean }) => (
    <CanvasContext value={{ runStore } as unknown as CanvasParts}>
      <Marked {...props} />
    </CanvasContext>
  )
  const { container, rerender } = render(shown({ edge, far: false }))
  const card = container.querySelector('div') as HTMLDivElement
  const path = container.querySelector('path') as SVGPathElement
  expect(card.dataset.status).toBe('none')
  expect(path).toHaveAttribute('data-run', 'idle')

  tell(event(1, 'a', 'succeeded'), event(2, 'b', 'running'))
  expect(card.dataset.status).toBe('succeeded')
  expect(card).not.toHaveClass('text-succeeded')
  expect(path).toHaveAttribute('data-run', 'live')
  expect(rendered).toBe(1)

  // From afar its box is filled; a broken line says nothing of the run.
  rerender(shown({ edge: null, far: true }))
  expect(card).toHaveClass('text-succeeded')
  expect(path).not.toHaveAttribute('data-run')
  tell(event(3, 'a', 'failed', 2))
  expect(card).toHaveClass('text-failed')
  expect(card).not.toHaveClass('text-succeeded')
})

test('between two attempts a step is retrying, and its line live, until none is left', () => {
  const runStore = createStore<RunState>(() => emptyRunState)
  const tell = (...events: RunEvent[]) =>
    act(() => runStore.setState((state) => addEvents(state, events)))
  const { container } = render(
    <CanvasContext value={{ runStore } as unknown as CanvasParts}>
      <Marked edge={{ from: 'start', to: 'a' } as GraphEdge} far={false} />
    </CanvasContext>,
  )
  const card = container.querySelector('div') as HTMLDivElement
  const path = container.querySelector('path') as SVGPathElement

  tell(event(1, 'start', 'succeeded'), event(2, 'a', 'failed'))
  expect(card.dataset.status).toBe('retrying')
  expect(path).toHaveAttribute('data-run', 'live')
  tell(event(3, 'a', 'failed', 2))
  expect(card.dataset.status).toBe('failed')
  expect(path).toHaveAttribute('data-run', 'taken')
})

test('what would have been tried again has failed once the run has ended', () => {
  const runStore = createStore<RunState>(() => emptyRunState)
  const { container } = render(
    <CanvasContext value={{ runStore } as unknown as CanvasParts}>
      <Marked edge={null} far={false} />
    </CanvasContext>,
  )
  const card = container.querySelector('div') as HTMLDivElement
  act(() => runStore.setState((state) => addEvents(state, [event(1, 'a', 'failed')])))
  expect(card.dataset.status).toBe('retrying')
  act(() => runStore.setState((state) => addEvents(state, [ended(2)])))
  expect(card.dataset.status).toBe('failed')
})
