import { expect, test } from 'vitest'
import { pictureOf } from './graph-picture'

const at = (id: string, x: number, y: number, parent?: string) => ({
  id,
  type: 'set',
  position: { x, y },
  ...(parent && { parent }),
})

test('boxes begin at the corner, and a body is drawn inside what holds it', () => {
  const picture = pictureOf({
    nodes: [at('a', -100, 50), at('loop', 200, 0), at('body', 40, 60, 'loop')],
    edges: [{ from: 'a', to: 'loop' }],
  })
  const [first] = picture.boxes
  const body = picture.boxes.find((box) => box.id === 'body')

  expect(first).toMatchObject({ id: 'loop', holds: true, x: 300, y: 0 })
  expect(body).toMatchObject({ x: 340, y: 60 })
  expect(picture.width).toBe(300 + 40 + 208 + 24)
  expect(picture.lines).toHaveLength(1)
})

test('what makes no sense is left out, and nothing hangs', () => {
  const picture = pictureOf({
    nodes: [at('a', 0, 0, 'b'), at('b', 0, 0, 'a'), { type: 'set' }],
    edges: [{ from: 'a', to: 'gone' }],
  })

  expect(picture.boxes).toHaveLength(2)
  expect(picture.lines).toEqual([])
})
