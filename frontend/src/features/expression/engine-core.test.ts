import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { evaluateTemplate, type Json, type PreviewScope } from './engine-core'
import cases from './fixtures/engine-cases.json'

const ROOT = resolve(import.meta.dirname, '../../../..')
const PYTHON = process.env.NORIA_PYTHON ?? join(ROOT, '.venv/bin/python')

let engine: WebAssembly.Module

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'noria-engine-'))
  try {
    execFileSync(PYTHON, ['-m', 'noria.expressions', join(folder, 'engine.wasm')], { cwd: ROOT })
    engine = new WebAssembly.Module(readFileSync(join(folder, 'engine.wasm')))
  } finally {
    rmSync(folder, { recursive: true })
  }
}, 60_000)

const evaluate = (source: string, scope: PreviewScope = {}, bare = false) =>
  evaluateTemplate(engine, { source, bare, scope, now_ms: cases.now_ms, seed: cases.seed })

describe('the engine in the browser', () => {
  it('imports nothing', () => {
    expect(WebAssembly.Module.imports(engine)).toEqual([])
  })

  it.each(cases.cases)('answers as the server does: $source', ({ source, bare, result }) => {
    expect(evaluate(source, cases.scope, bare)).toEqual(result)
  })

  it('tells a memory bomb from a value', () => {
    expect(evaluate('{{ Array(1e9).fill(0) }}')).toMatchObject({
      error: { name: 'RangeError', message: expect.stringContaining('memory') },
    })
    expect(evaluate('{{ (function f() { return f() })() }}')).toMatchObject({
      error: { message: expect.stringContaining('calls itself too deeply') },
    })
  })

  it('refuses a long source as the server does', () => {
    expect(evaluate('x'.repeat(20_000))).toMatchObject({
      error: { message: expect.stringContaining('20000 bytes long; 16384 is the most') },
    })
  })

  it('hands data through unchanged', () => {
    const data: Json = { text: 'é😀\u0000\ufeff', list: [1.5, null, true], deep: { a: {} } }

    expect(evaluate('{{ trigger }}', { trigger: data })).toEqual({ value: data })
    expect(evaluate('\ufeff{{ trigger.text }}', { trigger: data })).toEqual({
      value: `\ufeff${data.text}`,
    })
  })

  it('starts anew each time', () => {
    evaluate('{{ (() => { trigger.x = 1; return 1 })() }}', { trigger: {} })

    expect(evaluate('{{ trigger.x ?? "fresh" }}', { trigger: {} })).toEqual({ value: 'fresh' })
  })
})
