/** Copy, cut and paste, by the browser's own events. */
import { renderHook } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { catalog } from '../../../tests/node-types'
import type { Autosave } from './autosave'
import { bodiesOf } from './document/bodies'
import { boxesTouch } from './document/geometry'
import { type EditedGraph, findNode, groupKey, noteKey } from './document/graph'
import { type LayoutRequest, layOut } from './document/layout'
import { Editor } from './editor'
import { createEditorStore } from './store'
import { useClipboard } from './use-clipboard'

afterEach(() => vi.unstubAllGlobals())

const headers = { Authorization: 'Bearer abc', Accept: 'text/csv' }
const graph: EditedGraph = {
  nodes: [
    { id: 'call', type: 'http.request', config: { headers }, position: { x: 40, y: 40 } },
    { id: 'sum', type: 'set', position: { x: 400, y: 40 } },
  ],
  edges: [{ from: 'call', to: 'sum' }],
  notes: [{ id: 'why', text: 'Because.' }],
  groups: [{ id: 'both', nodes: ['call', 'sum'] }],
}

function open(opened = graph) {
  const store = createEditorStore(opened, [])
  const editor = new Editor({ workflowId: 'w', catalog, store, autosave: {} as Autosave })
  renderHook(() => useClipboard(editor))
  return editor
}

/** What the clipboard holds after it. */
function press(type: 'copy' | 'cut' | 'paste', held = ''): string {
  let text = held
  const clipboardData = {
    setData: (_: string, data: string) => {
      text = data
    },
    getData: () => text,
  }
  document.body.dispatchEvent(Object.assign(new Event(type, { bubbles: true }), { clipboardData }))
  return text
}

const said = (editor: Editor) => editor.store.getState().announcement

async function paste(editor: Editor, text: string) {
  press('paste', text)
  await vi.waitFor(() => expect(said(editor)).toMatch(/^Pasted/))
}

test.each([
  ['2 steps', [groupKey('both'), 'call', 'sum']],
  ['1 step', ['sum', noteKey('why')]],
  ['what was drawn around', [noteKey('why')]],
])('it says that %s were copied', (steps, keys) => {
  const editor = open()
  editor.select(keys)

  press('copy')

  expect(said(editor)).toBe(`Copied ${steps}.`)
})

test.each(['cut', 'copy'] as const)(
  'what is %s keeps its secrets here, not outside',
  async (act) => {
    const editor = open()
    editor.select(['call'])

    const text = press(act)
    expect(text).not.toContain('Bearer abc')
    editor.select([])
    // As Windows gives it back.
    await paste(editor, text.replaceAll('\n', '\r\n'))

    const [pasted] = editor.chosen
    expect(findNode(editor.graph, pasted ?? '')?.config).toEqual({ headers })
    expect(said(editor)).toBe('Pasted 1 step.')
  },
)

test('pasted elsewhere, a step lacks its secrets, and that is said', async () => {
  const here = open()
  here.select(['call'])
  const text = press('copy')
  const elsewhere = open({ nodes: [], edges: [] })

  await paste(elsewhere, text)

  expect(elsewhere.graph.nodes[0]?.config).toEqual({ headers: { ...headers, Authorization: '' } })
  expect(said(elsewhere)).toBe(
    'Pasted 1 step. Secrets were left out of the copy: write them in the pasted steps again.',
  )
})

test('without secrets, nothing is said of them', async () => {
  const here = open()
  here.select(['sum'])
  const text = press('copy')
  const elsewhere = open({ nodes: [], edges: [] })

  await paste(elsewhere, text)

  expect(said(elsewhere)).toBe('Pasted 1 step.')
})

class LayoutHere {
  onmessage: (event: { data: unknown }) => void = () => {}
  postMessage(request: LayoutRequest) {
    queueMicrotask(() => this.onmessage({ data: layOut(request) }))
  }
  terminate() {}
}

const n8n = (id: string, at: number[]) => ({ id, type: 'set', position: at })

test.each([
  [
    'no places',
    [
      { id: 'a', type: 'set' },
      { id: 'b', type: 'set' },
      { id: 'c', type: 'set' },
    ],
  ],
  ['broken places', [n8n('a', []), n8n('b', [1]), { id: 'c', type: 'set', position: 'here' }]],
  ['places of n8n', [n8n('a', [0, 0]), n8n('b', [180, 0]), n8n('c', [360, 160])]],
])('steps with %s are pasted beside each other', async (_, nodes) => {
  vi.stubGlobal('Worker', LayoutHere)
  const editor = open({ nodes: [], edges: [] })

  await paste(editor, JSON.stringify({ nodes, edges: [{ from: 'a', to: 'b' }] }))

  const bodies = bodiesOf(editor.graph, catalog)
  const [a, b, c] = ['a', 'b', 'c'].map((id) => bodies.boxOf(id))
  if (!a || !b || !c) throw new Error('Not all were pasted.')
  expect([boxesTouch(a, b), boxesTouch(b, c), boxesTouch(a, c)]).toEqual([false, false, false])
  expect(b.x).toBeGreaterThan(a.x)
})

test('a folded loop stays folded under its new id', async () => {
  const editor = open({ nodes: [{ id: 'rows', type: 'for_each' }], edges: [] })
  editor.toggleBody('rows')

  await editor.renameId('rows', 'orders')

  expect([...editor.store.getState().collapsed]).toEqual(['orders'])
  expect(localStorage.getItem('noria.folded.w')).toBe('["orders"]')
  localStorage.clear()
})
