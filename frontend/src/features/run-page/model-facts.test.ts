import { expect, test } from 'vitest'
import { modelFacts } from './model-facts'

const CHAT = {
  text: 'Hello',
  model: 'openai/gpt-5-mini',
  input_tokens: 1200,
  output_tokens: 34,
  cost_usd: 0.0021,
  latency_ms: 1500,
  cached: false,
}

test('a step that asked a model shows which, how long, tokens and cost', () => {
  const [model, latency, tokens, cost, ...more] = modelFacts(CHAT)

  expect(model).toBe('openai/gpt-5-mini')
  expect(latency).toMatch(/^1\.50?\s?s$/)
  expect(tokens).toBe('1,200 tokens in, 34 out')
  expect(cost).toMatch(/0\.0021/)
  expect(more).toEqual([])
})

test('an agent shows what its rounds took together, an image model no tokens', () => {
  expect(modelFacts({ ...CHAT, latency_ms: undefined })).toHaveLength(3)
  expect(modelFacts({ model: 'openai/dall-e', cost_usd: null, latency_ms: 9 })).toHaveLength(3)
})

test.each([null, 'text', [1], { model: 'x' }, { cost_usd: 1 }, { $blob: 'a', size: 9 }])(
  'a step that asked none shows nothing: %j',
  (output) => expect(modelFacts(output)).toEqual([]),
)
