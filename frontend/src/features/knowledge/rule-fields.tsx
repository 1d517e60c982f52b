import type { ChunkRule } from '@/shared/api/types'
import { labelled, t } from '@/shared/i18n/texts'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { Select } from '@/shared/ui/select'

const CUTS = [
  { value: 'paragraphs', label: 'Paragraphs' },
  { value: 'headings', label: 'Headings' },
  { value: 'sentences', label: 'Sentences' },
  { value: 'pages', label: 'Pages' },
  { value: 'characters', label: 'Characters' },
] as const

type RuleFieldsProps = {
  rule: ChunkRule
  onRule: (rule: ChunkRule) => void
  /** Nothing was cut by another one. */
  isNew: boolean
}

/** How documents are cut. */
export function RuleFields({ rule, onRule, isNew }: RuleFieldsProps) {
  const number = (name: 'size' | 'overlap') => (event: { target: { value: string } }) =>
    onRule({ ...rule, [name]: Number(event.target.value) })
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field
        label={t('Cut at')}
        {...(!isNew && { hint: t('Documents follow when indexed again.') })}
      >
        {(wiring) => (
          <Select
            {...wiring}
            value={rule.strategy}
            onValue={(strategy) => onRule({ ...rule, strategy })}
            options={labelled(CUTS)}
          />
        )}
      </Field>
      <Field label={t('Size')} hint={t('Characters at most')}>
        {(wiring) => (
          <Input
            {...wiring}
            type="number"
            min={100}
            max={8000}
            value={rule.size}
            onChange={number('size')}
          />
        )}
      </Field>
      <Field label={t('Overlap')} hint={t('Characters at most')}>
        {(wiring) => (
          <Input
            {...wiring}
            type="number"
            min={0}
            max={4000}
            value={rule.overlap}
            onChange={number('overlap')}
          />
        )}
      </Field>
    </div>
  )
}
