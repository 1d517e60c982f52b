/** An imported operation becomes fields: typed, named as the other side names them, with references followed. */
import { expect, test } from 'vitest'
import { fieldsOf, initialObject } from './fields'
import { bodyOf, operationOf, parametersSchema } from './openapi-forms'

const specification = {
  paths: {
    '/orders/{id}': {
      put: {
        operationId: 'changeOrder',
        parameters: [
          { name: 'order_id', in: 'path', required: true, schema: { type: 'integer' } },
          { name: 'X-Dry', in: 'header', description: 'Try.', schema: { type: 'boolean' } },
        ],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
        },
      },
      get: {},
    },
  },
  components: {
    schemas: {
      Order: {
        type: 'object',
        required: ['total'],
        properties: {
          total: { type: 'number' },
          state: { enum: ['open', 'paid'] },
          next: { $ref: '#/components/schemas/Order' },
        },
      },
    },
  },
}
const changing = { specification, operation: 'changeOrder' }

test('an operation is found by its id, or by method and path', () => {
  expect(operationOf(specification, 'changeOrder')?.method).toBe('PUT')
  expect(operationOf(specification, 'GET /orders/{id}')?.path).toBe('/orders/{id}')
  expect(operationOf(specification, 'deleteOrder')).toBeNull()
})

test('parameters are fields by the name that the other side knows', () => {
  const fields = fieldsOf(parametersSchema(changing) ?? {}, specification)

  expect(fields.map(({ title, shape, required }) => [title, shape.kind, required])).toEqual([
    ['order_id', 'number', true],
    ['X-Dry', 'boolean', false],
  ])
  expect(fields[1]?.description).toBe('Try.')
})

test('the body is fields too, with references followed', () => {
  const body = bodyOf(changing)
  const fields = fieldsOf(body?.schema ?? {}, specification)

  expect(body?.required).toBe(true)
  expect(fields.map(({ name, shape }) => [name, shape.kind])).toEqual([
    ['total', 'number'],
    ['state', 'choice'],
    ['next', 'object'],
  ])
  expect(initialObject(body?.schema ?? {}, specification)).toEqual({ total: 0 })
})

test('an operation without a body has none, and an unknown one no fields', () => {
  const reading = { specification, operation: 'GET /orders/{id}' }

  expect(bodyOf(reading)).toBeNull()
  expect(parametersSchema(reading)).toMatchObject({ properties: {} })
  expect(parametersSchema({ specification: {}, operation: 'x' })).toBeNull()
})
