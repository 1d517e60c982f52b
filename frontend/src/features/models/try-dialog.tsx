import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ModelRead, ModelTried, ModelTry } from '@/shared/api/types'
import { useSaid } from '@/shared/i18n/language'
import { t } from '@/shared/i18n/texts'
import { formatDuration } from '@/shared/lib/format'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { TryOutcome } from '@/shared/ui/try-outcome'
import { tryModel, usageKey } from './models-queries'
import { formatTokens, formatUsd } from './money'

export type TryStart = { model: string; credential: string | null; kind: ModelRead['kind'] }

/** Asks a model something short, and shows what it said and what that took. */
export function TryDialog({ start, onClose }: { start: TryStart; onClose: () => void }) {
  const said = useSaid()
  const [model, setModel] = useState(start.model)
  const queryClient = useQueryClient()
  const trying = useMutation({
    mutationFn: (body: ModelTry) => tryModel(body),
    onSettled: () => queryClient.invalidateQueries({ queryKey: usageKey }),
  })
  const isNamed = /^[^\s/]+\/\S/.test(model.trim())
  const submit = () => {
    if (isNamed)
      trying.mutate({ model: model.trim(), credential: start.credential, kind: start.kind })
  }
  return (
    <FormDialog
      title={t('Test a model')}
      description={t('A worker asks it something short. That costs what it costs.')}
      action={t('Test|verb')}
      keep={t('Close')}
      busy={trying.isPending}
      error={trying.error}
      disabled={!isNamed}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label={t('Model')} hint={t('Provider and model, as openai/gpt-5-mini.')}>
        {(wiring) => (
          <Input
            {...wiring}
            value={model}
            onChange={(event) => setModel(event.target.value)}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-xs"
          />
        )}
      </Field>
      <TryOutcome outcome={trying.data && outcomeOf(trying.data, said)} />
    </FormDialog>
  )
}

const outcomeOf = (tried: ModelTried, said: (text: string) => string) => ({
  ok: tried.ok,
  words: `${tried.ok ? t('It answered:') : t('It did not answer:')} ${tried.ok ? tried.message : said(tried.message)}`,
  facts: tried.ok ? took(tried) : undefined,
})

function took(tried: ModelTried): string {
  const cost = tried.cost_usd === null ? t('price not known') : formatUsd(tried.cost_usd)
  const tokens = t('{input} tokens in, {output} out', {
    input: formatTokens(tried.input_tokens),
    output: formatTokens(tried.output_tokens),
  })
  return [formatDuration(tried.latency_ms), tokens, cost].join(' · ')
}
