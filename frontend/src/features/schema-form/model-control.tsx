import { ModelInput } from '@/features/models'
import type { ControlProps } from './form'

/** The name of a model: offered are those that the credential beside it opens. */
export function ModelControl({ field, siblings, pointer, value, onValue, wiring }: ControlProps) {
  const { credential } = siblings
  return (
    <ModelInput
      {...wiring}
      kind="chat"
      credential={typeof credential === 'string' && credential ? credential : null}
      value={typeof value === 'string' ? value : ''}
      onValue={(next) => onValue(next, pointer)}
      placeholder={field.hint.placeholder}
    />
  )
}
