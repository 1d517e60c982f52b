/** What is said of evaluations: in one place, so that lists and pages say the same. */
import type { ComparisonRead, EvaluationRead, Evaluator } from '@/shared/api/types'
import { type PlainText, t } from '@/shared/i18n/texts'

export const KINDS: readonly { value: Evaluator['kind']; label: PlainText }[] = [
  { value: 'exact', label: 'Exactly as expected' },
  { value: 'schema', label: 'Fits a JSON Schema' },
  { value: 'similarity', label: 'Means the same as expected' },
  { value: 'rule', label: 'A rule holds' },
  { value: 'judge', label: 'A model judges' },
]

export type Change = ComparisonRead['cases'][number]['change']

export const CHANGE_WORDS: Readonly<Record<Change, PlainText>> = {
  regression: 'Worse',
  improvement: 'Better',
  same: 'As before',
  new: 'New',
}

/** A new one of the kind, to be filled in. */
export function newEvaluator(kind: Evaluator['kind'], name: string): Evaluator {
  if (kind === 'schema') return { kind, name, fits: { type: 'object' } }
  if (kind === 'similarity')
    return { kind, name, threshold: 0.8, model: 'local/all-minilm-l6-v2', credential: null }
  if (kind === 'rule') return { kind, name, expression: 'item.output !== null' }
  if (kind === 'judge')
    return {
      ...{ kind, name, threshold: 0.7, model: 'demo/demo', credential: null },
      instructions: '',
    }
  return { kind: 'exact', name }
}

/** A name that none of them has. */
export function freeName(wanted: string, evaluators: readonly Evaluator[]): string {
  const taken = new Set(evaluators.map(({ name }) => name))
  let name = wanted
  for (let number = 2; taken.has(name); number += 1) name = `${wanted} ${number}`
  return name
}

export const whatWasRun = ({ version }: Pick<EvaluationRead, 'version'>) =>
  version === null ? t('Draft') : t('Version {version}', { version })

/** `7 of 10`, while it goes on as far as it is. */
export const passedOf = ({ passed, done, cases, status }: EvaluationRead) =>
  t('{passed} of {cases}', { passed, cases: status === 'succeeded' ? cases : done })
