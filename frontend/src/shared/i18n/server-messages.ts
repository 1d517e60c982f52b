/**
 * What the server says in errors and problems, in the reader's language. It sends English with its values filled in; a
 * catalogue holds templates. Values stay as they are, but one that is a message itself is translated too, and
 * `{=1}` in a translation asks for the word `=value`.
 */
import { hasPlace, isSound, type Match, matchesOf, templatesOf } from './message-templates'

type Words = Readonly<Record<string, string>>

const MAX_DEPTH = 5
const MAX_SENTENCES = 60
/** Of one template. */
const LONGEST_RUN = 4
const MAX_KEPT = 500

/** Says a text by the catalogue; one that it doesn't know stays. */
export function translator(words: Words): (text: string) => string {
  const messages = new Messages(words)
  const kept = new Map<string, string>()
  return (text) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    const said = messages.say(text) ?? text
    if (kept.size >= MAX_KEPT) kept.clear()
    kept.set(text, said)
    return said
  }
}

/** Every method gives null where it knows no part of the text. */
class Messages {
  readonly #words: Words
  readonly #templates

  constructor(words: Words) {
    this.#words = words
    this.#templates = templatesOf(words)
  }

  say(text: string, depth = 0): string | null {
    if (depth > MAX_DEPTH || text === '') return null
    return (
      this.#whole(text, depth) ??
      this.#sentences(text, depth) ??
      this.#loosely(text, depth) ??
      this.#led(text, depth)
    )
  }

  /** As it stands, and with the full stop that a part of a message gains or loses. */
  #whole(text: string, depth: number): string | null {
    const found = this.#one(text, depth)
    if (found !== null) return found
    if (!text.endsWith('.')) return this.#one(`${text}.`, depth)?.replace(/\.$/, '') ?? null
    const bare = this.#one(text.slice(0, -1), depth)
    return bare === null ? null : `${bare}.`
  }

  #one(text: string, depth: number): string | null {
    if (Object.hasOwn(this.#words, text) && !hasPlace(text)) return this.#words[text] ?? null
    for (const match of matchesOf(text, this.#templates)) {
      if (isSound(match)) return this.#filled(match, depth)
    }
    return null
  }

  /** "A. B.": the longest runs of sentences that are known, from the first. */
  #sentences(text: string, depth: number): string | null {
    const parts = text.split(/(?<=[.!?…]) (?=\S)/)
    if (parts.length < 2 || parts.length > MAX_SENTENCES) return null
    const said: string[] = []
    let known = false
    for (let from = 0; from < parts.length; ) {
      const run = this.#longest(parts.slice(from, from + LONGEST_RUN), depth)
      known ||= run !== null
      said.push(run?.said ?? parts[from] ?? '')
      from += run?.length ?? 1
    }
    return known ? said.join(' ') : null
  }

  #longest(parts: readonly string[], depth: number) {
    for (let length = parts.length; length > 0; length -= 1) {
      const said = this.#whole(parts.slice(0, length).join(' '), depth)
      if (said !== null) return { said, length }
    }
    const said = this.#led(parts[0] ?? '', depth)
    return said === null ? null : { said, length: 1 }
  }

  /** A value may hold sentences after all, as what another server answered. */
  #loosely(text: string, depth: number): string | null {
    for (const match of matchesOf(text, this.#templates)) return this.#filled(match, depth)
    return null
  }

  /** "A: inner", where only the inner one is known. */
  #led(text: string, depth: number): string | null {
    const at = text.indexOf(': ')
    if (at < 0) return null
    const head = text.slice(0, at)
    const inner = this.say(text.slice(at + 2), depth + 1)
    return inner === null ? null : `${this.say(head, depth + 1) ?? head}: ${inner}`
  }

  #filled({ template, values }: Match, depth: number): string {
    return template.translation.replace(/\{(=?)(\d)\}/g, (place, noun: string, number: string) => {
      const value = values.get(number)
      if (value === undefined) return place
      return (noun && this.#words[`=${value}`]) || (this.say(value, depth + 1) ?? value)
    })
  }
}
