/** Texts in two languages: said, counted, complete, and none left out of any page. */
import { readdirSync, readFileSync } from 'node:fs'
import { render } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { formatAgo, formatDuration } from '@/shared/lib/format'
import { german } from './german'
import { locale, setLanguage, spoken } from './language'
import { rich } from './rich'
import { formatNumber, plural, t } from './texts'
import { keysIn, literalsIn } from './texts-in-code'

afterEach(async () => {
  await setLanguage('en')
  localStorage.clear()
})

describe('English', () => {
  test('is the key, with its values', () => {
    expect(t('Sign in')).toBe('Sign in')
    expect(t('Use {name}', { name: 'A first workflow' })).toBe('Use A first workflow')
    expect(plural(1, '{count} step', '{count} steps')).toBe('1 step')
    expect(plural(1_200, '{count} step', '{count} steps')).toBe('1,200 steps')
  })

  test('a value is text, whatever it holds', () => {
    expect(t('Use {name}', { name: '{name} $& <b>' })).toBe('Use {name} $& <b>')
  })
})

describe('German', () => {
  test('says texts, counts, times and numbers', async () => {
    await setLanguage('de')

    expect(document.documentElement.lang).toBe('de')
    expect(t('Sign in')).toBe('Anmelden')
    expect(plural(1, '{count} step', '{count} steps')).toBe('1 Schritt')
    expect(plural(1_200, '{count} step', '{count} steps')).toBe('1.200 Schritte')
    expect(formatNumber(1_234.5, 1)).toBe('1.234,5')
    expect(formatDuration(2_050)).toBe('2,05 s')
    expect(formatAgo(new Date(0).toISOString(), 4_000)).toBe('vor 4 s')
    expect(locale()).toBe('de')
  })

  test('dates are written as the browser names the language, where that is a name', async () => {
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['en-US@posix', 'en-GB', 'de-AT'])

    expect(locale()).toBe('en-GB')
    await setLanguage('de')
    expect(locale()).toBe('de-AT')
  })

  test('is chosen for the next visit too', async () => {
    await setLanguage('de')

    expect(localStorage.getItem('noria.language')).toBe('de')
    expect(spoken().language).toBe('de')
  })
})

test('parts of a page stand where the language puts them', () => {
  const { container } = render(rich('Use {name}', { name: 'that' }))

  expect(container).toHaveTextContent('Use that')
})

const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted()

test('every text has the same values in German, and what is counted has both forms', () => {
  for (const [key, entry] of Object.entries<string | Record<string, string>>(german)) {
    const forms = typeof entry === 'string' ? { other: entry } : entry

    if (typeof entry !== 'string') expect(Object.keys(entry), key).toEqual(['one', 'other'])
    for (const form of Object.values(forms)) {
      expect(form.trim(), key).not.toBe('')
      expect(places(form), key).toEqual(places(key))
    }
  }
})

test('a text stands in one part of the catalogue, so that no part says it over another', async () => {
  const folder = 'src/shared/i18n/german'
  const names = readdirSync(folder).filter((name) => name !== 'index.ts')
  const parts: object[] = await Promise.all(
    names.map((name) => import(`./german/${name.replace('.ts', '')}.ts`)),
  )
  const keys = parts.flatMap((part) => Object.values(part).flatMap((texts) => Object.keys(texts)))

  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  expect(keys).toHaveLength(Object.keys(german).length)
})

const SOURCE = 'src'

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|\.gen\.|i18n\/|shared\/kit\//.test(name))
  .map((name) => ({ name, code: readFileSync(`${SOURCE}/${name}`, 'utf8') }))

/** As `${role}|role`: the compiler says when one is missing. */
const PUT_TOGETHER = /\|(role|permission)$/

test('no German text is left over', () => {
  const used = new Set(files.flatMap(({ code }) => keysIn(code)))
  const whole = Object.keys(german).filter((key) => !PUT_TOGETHER.test(key))

  expect(whole.filter((key) => !used.has(key))).toEqual([])
})

/** Code, names of formats, and the data of examples: the same in every language. */
const CODE = [
  'Authorization: Bearer …',
  'Hour',
  'JSON Schema',
  'Shop API',
  'Temporal',
  'URL',
  // Said in both, for those who can't read the one that is shown.
  'Language, Sprache: …',
]

/** All of the app is parsed, perhaps on a machine with much else to do. */
const PARSING_MS = 60_000

test(
  'no page shows a text past the catalogue',
  () => {
    expect(
      files.flatMap(({ name, code }) =>
        literalsIn(code, german)
          .filter((text) => !CODE.includes(text))
          .map((text) => [name, text]),
      ),
    ).toEqual([])
  },
  PARSING_MS,
)
