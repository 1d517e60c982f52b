import { useEffect, useState } from 'react'
import { useDebounced } from './use-debounced'

/** What is typed runs ahead of a value that the URL holds; the value follows once the typing rests. */
export function useDebouncedText(
  value: string | undefined,
  onValue: (value: string | undefined) => void,
): [typed: string, setTyped: (typed: string) => void] {
  const given = value ?? ''
  const [typed, setTyped] = useState(given)
  const [known, setKnown] = useState(given)
  if (given !== known) {
    setKnown(given)
    if (given !== typed.trim()) setTyped(given)
  }
  const settled = useDebounced(typed.trim(), 250)
  useEffect(() => {
    if (settled === typed.trim() && settled !== given) onValue(settled || undefined)
  }, [settled, typed, given, onValue])
  return [typed, setTyped]
}
