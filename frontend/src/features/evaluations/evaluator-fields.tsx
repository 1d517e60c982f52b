import { useEffect } from 'react'
import type { Evaluator, JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Field } from '@/shared/ui/field'
import { Input, Textarea } from '@/shared/ui/input'
import { JsonInput, useJsonText } from '@/shared/ui/json-input'

type FieldsProps<E extends Evaluator = Evaluator> = {
  evaluator: E
  onEvaluator: (next: Evaluator) => void
  onWrong: (isWrong: boolean) => void
}

/** What an evaluator of its kind has to know. */
export function EvaluatorFields({ evaluator, ...rest }: FieldsProps) {
  if (evaluator.kind === 'schema') return <SchemaFields evaluator={evaluator} {...rest} />
  if (evaluator.kind === 'rule') return <RuleFields evaluator={evaluator} {...rest} />
  if (evaluator.kind === 'judge') return <JudgeFields evaluator={evaluator} {...rest} />
  if (evaluator.kind === 'similarity') return <ModelFields evaluator={evaluator} {...rest} />
  return (
    <p className="text-ink-3 text-xs">{t('The answer is what was expected, to the letter.')}</p>
  )
}

type Of<Kind extends Evaluator['kind']> = Extract<Evaluator, { kind: Kind }>

function SchemaFields({ evaluator, onEvaluator, onWrong }: FieldsProps<Of<'schema'>>) {
  const json = useJsonText(evaluator.fits as JsonValue)
  const isWrong = json.parsed === null
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when it changes
  useEffect(() => onWrong(isWrong), [isWrong])
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when it changes
  useEffect(() => {
    if (json.parsed) onEvaluator({ ...evaluator, fits: json.parsed.value as Of<'schema'>['fits'] })
  }, [json.text])
  return <JsonInput json={json} label={t('JSON Schema that the answer has to fit')} rows={6} />
}

function RuleFields({ evaluator, onEvaluator }: FieldsProps<Of<'rule'>>) {
  return (
    <Field
      label={t('Expression')}
      hint={t('The case’s input is trigger; item.output and item.expected are the answers.')}
    >
      {(wiring) => (
        <Input
          {...wiring}
          className="font-mono text-xs"
          spellCheck={false}
          maxLength={4_000}
          value={evaluator.expression}
          onChange={(event) => onEvaluator({ ...evaluator, expression: event.target.value })}
        />
      )}
    </Field>
  )
}

function JudgeFields(props: FieldsProps<Of<'judge'>>) {
  const { evaluator, onEvaluator } = props
  return (
    <>
      <Field label={t('What makes an answer a good one')}>
        {(wiring) => (
          <Textarea
            {...wiring}
            rows={3}
            maxLength={20_000}
            value={evaluator.instructions}
            onChange={(event) => onEvaluator({ ...evaluator, instructions: event.target.value })}
          />
        )}
      </Field>
      <ModelFields {...props} />
    </>
  )
}

function ModelFields({ evaluator, onEvaluator }: FieldsProps<Of<'judge'> | Of<'similarity'>>) {
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Field label={t('Good from')} hint={t('Marks from 0 to 1')}>
        {(wiring) => (
          <Input
            {...wiring}
            type="number"
            min={0}
            max={1}
            step={0.05}
            value={evaluator.threshold ?? 0}
            onChange={(event) =>
              onEvaluator({ ...evaluator, threshold: Number(event.target.value) })
            }
          />
        )}
      </Field>
      <Field label={t('Model')}>
        {(wiring) => (
          <Input
            {...wiring}
            maxLength={200}
            value={evaluator.model ?? ''}
            onChange={(event) => onEvaluator({ ...evaluator, model: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('Credential')} hint={t('Its name, of the model’s provider')}>
        {(wiring) => (
          <Input
            {...wiring}
            value={evaluator.credential ?? ''}
            onChange={(event) =>
              onEvaluator({ ...evaluator, credential: event.target.value || null })
            }
          />
        )}
      </Field>
    </div>
  )
}
