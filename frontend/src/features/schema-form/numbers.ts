/** Numbers as people type them. */

/** Undefined: not a number (yet), or not a whole one where that is wanted. */
export function parseNumber(text: string, integer: boolean): number | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || !/^-?\d*\.?\d+(e[-+]?\d+)?$/i.test(trimmed)) return undefined
  const number = Number(trimmed)
  if (!Number.isFinite(number) || (integer && !Number.isInteger(number))) return undefined
  return number
}

const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
]

/** Seconds in words from a minute up: `1 h 30 min`. Empty below. */
export function durationWords(seconds: number): string {
  if (seconds < 60 || !Number.isFinite(seconds)) return ''
  const words: string[] = []
  let rest = Math.round(seconds)
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) words.push(`${count} ${unit}`)
  }
  if (rest > 0) words.push(`${rest} s`)
  return words.slice(0, 2).join(' ')
}

/** An item of a list as typed: a number where the schema has numbers and it reads as one. */
export function parseItem(text: string, allowsNumber: boolean, allowsText: boolean) {
  const number = allowsNumber ? parseNumber(text, false) : undefined
  if (number !== undefined) return number
  return allowsText ? text.trim() : undefined
}
