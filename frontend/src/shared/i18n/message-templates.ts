/** Templates of messages, as `There is no {1} {2} in this workspace.`, and the values of a text that one fits. */
export type Template = {
  /** What stands before, between and behind the values: one more than there are values. */
  literals: readonly string[]
  /** The number of the value behind each of them. */
  numbers: readonly string[]
  translation: string
}

export type Match = { template: Template; values: ReadonlyMap<string, string> }

const PLACE = /\{(\d)\}/

export const hasPlace = (text: string) => PLACE.test(text)

/** Those that say most come first: the more own words a template has, the less a text fits it by chance. What is put
around a message in brackets comes before it. */
export function templatesOf(words: Readonly<Record<string, string>>): readonly Template[] {
  return Object.entries(words)
    .filter(([key]) => hasPlace(key))
    .map(([key, translation]) => parsed(key, translation))
    .sort((a, b) => compare(weight(b), weight(a)))
}

function parsed(key: string, translation: string): Template {
  const pieces = key.split(PLACE)
  return {
    literals: pieces.filter((_, at) => at % 2 === 0),
    numbers: pieces.filter((_, at) => at % 2 === 1),
    translation,
  }
}

const weight = (template: Template) =>
  isAround(template) ? Number.POSITIVE_INFINITY : template.literals.join('').length

/** As `{1} (in: {2})`. */
const isAround = ({ literals: [first, second = ''] }: Template) =>
  first === '' && second.startsWith(' (')

const compare = (a: number, b: number) => (a === b ? 0 : a - b)

const MIN_OWN_CHARS = 10

/** It begins with a value and says little, or is no sentence: by itself, too much would fit it by chance. */
export function isPart(template: Template): boolean {
  const { literals } = template
  const last = literals.at(-1) ?? ''
  if (literals[0] !== '' || isAround(template)) return false
  return last === '' ? weight(template) < MIN_OWN_CHARS : !/[.!?…]$/.test(last)
}

export function* matchesOf(text: string, templates: readonly Template[]): Generator<Match> {
  for (const template of templates) {
    const values = valuesIn(text, template)
    if (values) yield { template, values }
  }
}

/** Each value ends where the next literal is first found; the last literal ends the text. Null: it doesn't fit. */
function valuesIn(text: string, { literals, numbers }: Template): Map<string, string> | null {
  const [first = '', ...next] = literals
  const last = next.pop() ?? ''
  const end = text.length - last.length
  if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return null
  const values = new Map<string, string>()
  let from = first.length
  for (const [at, literal] of next.entries()) {
    const to = text.indexOf(literal, from)
    if (to < 0 || to + literal.length > end) return null
    values.set(numbers[at] ?? '', text.slice(from, to))
    from = to + literal.length
  }
  return values.set(numbers.at(-1) ?? '', text.slice(from, end))
}

/** The server joins messages with a blank. */
const BOUNDARY = /[.!?…] (?=\p{Lu})/u

/** No value but one at the very end goes over the end of a sentence: it would be two messages. */
export function isSound({ template, values }: Match): boolean {
  const { literals, numbers } = template
  const open = isAround(template) ? numbers[0] : literals.at(-1) === '' ? numbers.at(-1) : null
  return [...values].every(([number, value]) => number === open || !BOUNDARY.test(value))
}
