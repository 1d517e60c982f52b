import { t } from '@/shared/i18n/texts'
import { Field } from '@/shared/ui/field'
import { Input, Textarea } from '@/shared/ui/input'

type Words = { name: string; note: string }

/** What to call a version, and what to say of it. */
export function WordsFields({ words, onWords }: { words: Words; onWords: (words: Words) => void }) {
  return (
    <div className="mb-4 flex flex-col gap-2">
      <Field label={t('Name of the version')} hint={t('Optional, as “Refunds by hand”.')}>
        {(wiring) => (
          <Input
            {...wiring}
            value={words.name}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => onWords({ ...words, name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('What is new')} hint={t('Optional.')}>
        {(wiring) => (
          <Textarea
            {...wiring}
            value={words.note}
            rows={2}
            maxLength={2000}
            onChange={(event) => onWords({ ...words, note: event.target.value })}
          />
        )}
      </Field>
    </div>
  )
}
