/**
 * What the server says in errors and problems, in the reader's language. It sends English with its values filled in; a
 * catalogue holds templates. Values stay as they are, but one that is a message itself is translated too, and
 * `{=1}` in a translation asks for the word `=value`.
 */
import { hasPlace, isPart, isSound, type Match, matchesOf, templatesOf } from './message-templates'

type Words = Readonly<Record<string, string>>

const MAX_DEPTH = 5
const MAX_SENTENCES = 60
/** Of one template. */
const LONGEST_RUN = 4
const MAX_KEPT = 500
/** Of templates that a text fits. */
const MAX_TRIED = 3

/** Says a text by the catalogue; one that it doesn't know stays. */
export function translator(words: Words): (text: string) => string {
  const messages = new Messages(words)
  const kept = new Map<string, string>()
  return (text) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    const said = messages.say(text)?.text ?? text
    if (kept.size >= MAX_KEPT) kept.clear()
    kept.set(text, said)
    return said
  }
}

/** A translation, and how many characters of the text it knew: the more, the better it fits. */
type Said = { text: string; known: number }

/** Every method gives null where it knows no part of the text. */
class Messages {
  readonly #words: Words
  readonly #templates
  /** Those that are no parts of others. */
  readonly #wholes

  constructor(words: Words) {
    this.#words = words
    this.#templates = templatesOf(words)
    this.#wholes = this.#templates.filter((template) => !isPart(template))
  }

  say(text: string, depth = 0): Said | null {
    if (depth > MAX_DEPTH || text === '') return null
    return (
      this.#whole(text, depth) ??
      this.#sentences(text, depth) ??
      this.#loosely(text, depth) ??
      this.#led(text, depth)
    )
  }

  /** As it stands, and with the full stop that a part of a message gains or loses. */
  #whole(text: string, depth: number): Said | null {
    const found = this.#one(text, depth)
    if (found) return found
    const ended = text.endsWith('.')
    const said = this.#one(ended ? text.slice(0, -1) : `${text}.`, depth)
    if (!said) return null
    return ended
      ? { text: `${said.text}.`, known: said.known + 1 }
      : { text: said.text.replace(/\.$/, ''), known: said.known - 1 }
  }

  #one(text: string, depth: number): Said | null {
    const exact = Object.hasOwn(this.#words, text) && !hasPlace(text) && this.#words[text]
    return exact ? { text: exact, known: text.length } : this.#best(text, depth)
  }

  #best(text: string, depth: number): Said | null {
    let best: Said | null = null
    let tried = 0
    for (const match of this.#matches(text, depth)) {
      if (tried === MAX_TRIED) break
      if (!isSound(match)) continue
      const said = this.#filled(match, depth)
      if (!best || said.known > best.known) best = said
      tried += 1
    }
    return best
  }

  #matches(text: string, depth: number) {
    return matchesOf(text, depth === 0 ? this.#wholes : this.#templates)
  }

  /** "A. B.": the longest runs of sentences that are known, from the first. */
  #sentences(text: string, depth: number): Said | null {
    const parts = text.split(/(?<=[.!?…]) (?=\S)/)
    if (parts.length < 2 || parts.length > MAX_SENTENCES) return null
    const texts: string[] = []
    let known = 0
    for (let from = 0; from < parts.length; ) {
      const run = this.#longest(parts.slice(from, from + LONGEST_RUN), depth)
      known += run?.said.known ?? 0
      texts.push(run?.said.text ?? parts[from] ?? '')
      from += run?.length ?? 1
    }
    return known > 0 ? { text: texts.join(' '), known } : null
  }

  #longest(parts: readonly string[], depth: number) {
    for (let length = parts.length; length > 0; length -= 1) {
      const said = this.#whole(parts.slice(0, length).join(' '), depth)
      if (said) return { said, length }
    }
    const said = this.#led(parts[0] ?? '', depth)
    return said && { said, length: 1 }
  }

  /** A value may hold sentences after all, as what another server answered. */
  #loosely(text: string, depth: number): Said | null {
    for (const match of this.#matches(text, depth)) return this.#filled(match, depth)
    return null
  }

  /** "A: inner", where only the inner one is known. */
  #led(text: string, depth: number): Said | null {
    const at = text.indexOf(': ')
    if (at < 0) return null
    const head = text.slice(0, at)
    const inner = this.say(text.slice(at + 2), depth + 1)
    const lead = this.say(head, depth + 1)
    return inner && { text: `${lead?.text ?? head}: ${inner.text}`, known: inner.known }
  }

  #filled({ template, values }: Match, depth: number): Said {
    let known = template.literals.join('').length
    const text = template.translation.replace(
      /\{(=?)(\d)\}/g,
      (_, noun: string, number: string) => {
        const value = values.get(number) ?? ''
        const bare = value.trim()
        const word = noun && this.#words[`=${bare}`]
        const said = word ? { text: word, known: bare.length } : this.say(bare, depth + 1)
        known += said?.known ?? 0
        return said ? value.replace(bare, () => said.text) : value
      },
    )
    return { text, known }
  }
}
