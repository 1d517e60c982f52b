import { afterEach, expect, test } from 'vitest'
import { builtInTypes, typeNamed } from '../../../tests/node-types'
import { germanNodeTypes } from './german-server'
import { setLanguage } from './language'
import { inLanguage, translated } from './server-words'

afterEach(async () => {
  await setLanguage('en')
  localStorage.clear()
})

test('built-in node types speak German: titles, sentences and names of fields', async () => {
  await setLanguage('de')
  const types = await inLanguage(builtInTypes)
  const http = types.find(({ type }) => type === 'http.request')

  expect(http).toMatchObject({ title: 'HTTP-Anfrage', category: 'Netz' })
  expect(JSON.stringify(http?.config_schema)).toContain('"title":"Kopfzeilen"')
  expect(http?.default_config).toEqual(typeNamed('http.request').default_config)
})

test('in English they are as the server sends them', async () => {
  expect(await inLanguage(builtInTypes)).toBe(builtInTypes)
})

test('data in a schema and words that no catalogue knows stay', () => {
  const type = {
    ...typeNamed('set'),
    title: 'Of a package',
    config_schema: {
      properties: { title: { title: 'Path', default: 'Path', examples: ['Path'] } },
    },
  }

  expect(translated(type, { Path: 'Pfad' })).toMatchObject({
    title: 'Of a package',
    config_schema: {
      properties: { title: { title: 'Pfad', default: 'Path', examples: ['Path'] } },
    },
  })
})

test('no German is left over from a node type that is gone', () => {
  const said = JSON.stringify(builtInTypes)

  expect(
    Object.keys(germanNodeTypes).filter((text) => !said.includes(JSON.stringify(text))),
  ).toEqual([])
})

test('every built-in node type has a German title and sentence', () => {
  const same = new Set([
    'Agent',
    'Airtable',
    'GitHub',
    'Google Sheets',
    'GraphQL',
    'HMAC',
    'HubSpot',
    'JavaScript',
    'Jira',
    'Notion',
    'Python',
    'S3',
    'SFTP',
    'Start',
    'Stripe',
  ])
  const missing = builtInTypes
    .flatMap(({ title, description }) => [title, description])
    .filter((text) => !same.has(text) && !(text in germanNodeTypes))

  // Those of packages and of today may be without; most are not.
  expect(missing.length, missing.join('\n')).toBeLessThan(20)
})
