import { act, render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { createStore } from 'zustand'
import { addEvents, emptyRunState, type RunState } from '@/features/run-stream'
import type { RunEvent } from '@/shared/api/types'
import type { GraphEdge } from '../document/graph'
import { CanvasContext, type CanvasParts } from './canvas-context'
import { useCardMark, useLineMark } from './run-marks'

let rendered = 0

function Marked({ edge, far }: { edge: GraphEdge | null; far: boolean }) {
  rendered += 1
  const card = useCardMark('a', far)
  const line = useLineMark(edge)
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

const event = (seq: number, node_id: string, status: string) =>
  ({
    kind: 'step',
    seq,
    step: { node_id, iteration: '', attempt: 1, status, port: null },
  }) as unknown as RunEvent

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
  tell(event(3, 'a', 'failed'))
  expect(card).toHaveClass('text-failed')
  expect(card).not.toHaveClass('text-succeeded')
})
