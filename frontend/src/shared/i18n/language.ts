/** Which language the app speaks. English is in the code; every other language is a file that is loaded when it is wanted. */
import { createStore, useStore } from 'zustand'

/** One form, or one for each plural category of the language. */
export type Entry = string | Partial<Record<Intl.LDMLPluralRule, string>>

export type Catalogue = Readonly<Record<string, Entry>>

/** As each calls itself. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const

export type Language = keyof typeof LANGUAGES

const LOADERS: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => ({}),
  de: async () => (await import('./german')).german,
}

type Say = (text: string) => string

/** What the server says in errors and problems; English is as it came. */
const MESSAGES: Readonly<Record<Language, () => Promise<Say>>> = {
  en: async () => asItIs,
  de: async () => (await import('./german-messages')).say,
}

const asItIs: Say = (text) => text

const KEY = 'noria.language'

type Spoken = { language: Language; catalogue: Catalogue; say: Say }

const store = createStore<Spoken>(() => ({ language: 'en', catalogue: {}, say: asItIs }))

export const spoken = () => store.getState()
export const onLanguage = (changed: () => void) => store.subscribe(changed)
export const useLanguage = () => useStore(store, (state) => state.language)

/** Says a text of the server in the reader's language; anew once its messages are loaded, which no page waits for. */
export const useSaid = () => useStore(store, ({ say }) => say)

const isLanguage = (text: string | null): text is Language => text !== null && text in LANGUAGES

/** The chosen one, else the first of the browser's that there is. */
function wanted(): Language {
  const stored = localStorage.getItem(KEY)
  if (isLanguage(stored)) return stored
  return navigator.languages.map((each) => each.slice(0, 2)).find(isLanguage) ?? 'en'
}

async function speak(language: Language) {
  const messages = MESSAGES[language]().catch(() => asItIs)
  const catalogue = await LOADERS[language]()
  store.setState({ language, catalogue, say: asItIs })
  document.documentElement.lang = language
  void messages.then((say) => spoken().language === language && store.setState({ say }))
}

/** Before the first page is shown. A catalogue that can't be loaded leaves the app in English. */
export async function speakAsWanted() {
  const language = wanted()
  if (language !== 'en') await speak(language).catch(() => undefined)
}

/** From now on, and at the next visit. Throws when its catalogue can't be loaded. */
export async function setLanguage(language: Language) {
  await speak(language)
  localStorage.setItem(KEY, language)
}

/** For dates: the reader's own kind of the language, as `en-GB`, where the browser names one. */
export function locale(): string {
  const { language } = spoken()
  return navigator.languages.find((each) => each.startsWith(language) && isTag(each)) ?? language
}

/** Some systems name what is none, as `en-US@posix`, and dates can't be written by it. */
function isTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length > 0
  } catch {
    return false
  }
}
