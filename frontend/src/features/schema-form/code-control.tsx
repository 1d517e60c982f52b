import { CodeField } from '@/features/expression'
import type { ControlProps } from './form'

/** A program in a language that the hint names. */
export function CodeControl({ field, pointer, value, onValue, wiring }: ControlProps) {
  return (
    <CodeField
      value={typeof value === 'string' ? value : ''}
      onValue={(next) => onValue(next, pointer)}
      label={field.title}
      language={field.hint.language}
      wiring={wiring}
      placeholder={field.hint.placeholder}
    />
  )
}
