import { afterEach, expect, test } from 'vitest'
import otherTypes from '../../../tests/fixtures/other-types.json'
import { builtInTypes, typeNamed } from '../../../tests/node-types'
import { serverTexts } from '../../../tests/server-texts'
import { germanServerWords } from './german-server'
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

test('a field that has one of several kinds names them in German', async () => {
  await setLanguage('de')
  const types = await inLanguage([typeNamed('http.request')])

  expect(JSON.stringify(types[0]?.config_schema)).toContain('"const":"form"')
  expect(JSON.stringify(types[0]?.config_schema)).toContain('"x-label":"Formular"')
})

test('a choice names its values in German, and those of names stay as they are', async () => {
  await setLanguage('de')
  const [loop, http] = await inLanguage([typeNamed('for_each'), typeNamed('http.request')])

  expect(JSON.stringify(loop?.config_schema)).toContain('"skip":"überspringen"')
  expect(JSON.stringify(http?.config_schema)).not.toContain('"GET":')
})

test('no German is left over from a type that is gone', () => {
  const said = JSON.stringify([builtInTypes, otherTypes])
  const isSaid = (text: string) =>
    serverTexts.has(text) || said.includes(JSON.stringify(text.replace(/^#/, '')))

  expect(Object.keys(germanServerWords).filter((text) => !isSaid(text))).toEqual([])
})

/** Names, and words that German has too. */
const SAME = [
  '$Blob',
  'Airtable',
  'Amazon Bedrock',
  'Anthropic',
  'Azure OpenAI',
  'Base',
  'Broker',
  'Bucket',
  'Chat',
  'Code',
  'Cursor',
  'Exchange',
  'Format',
  'GitHub',
  'Google Gemini',
  'Google Sheets',
  'GraphQL',
  'HMAC',
  'HTML',
  'Host',
  'Hosts',
  'HubSpot',
  'Id.',
  'In Markdown.',
  'JQL',
  'JavaScript',
  'Jira',
  'Link',
  'Mistral',
  'Name',
  'Notion',
  'Ollama',
  'OpenAI',
  'Passphrase',
  'Prompt',
  'Python',
  'Region',
  'Repository',
  'S3',
  'SFTP',
  'SQL',
  'SSH',
  'Schema',
  'Scope',
  'Seed',
  'Server',
  'Site',
  'Status',
  'Stripe',
  'Text',
  'Token',
  'URL',
  'Version',
  'Webhook',
  'Workflow',
]

test('every text that forms and docs show of the built-in types has a German one', () => {
  const missing = [...serverTexts].filter((text) => !(text in germanServerWords))

  expect(missing.toSorted()).toEqual(SAME.toSorted())
})
