import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleX } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import type { ModelTried, ModelTry } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { formatDuration } from '@/shared/lib/format'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'
import { tryModel, usageKey } from './models-queries'
import { formatTokens, formatUsd } from './money'

export type TryStart = { model: string; credential: string | null; kind: 'chat' | 'embed' }

/** Asks a model something short, and shows what it said and what that took. */
export function TryDialog({ start, onClose }: { start: TryStart; onClose: () => void }) {
  const [model, setModel] = useState(start.model)
  const formId = useId()
  const queryClient = useQueryClient()
  const trying = useMutation({
    mutationFn: (body: ModelTry) => tryModel(body),
    onSettled: () => queryClient.invalidateQueries({ queryKey: usageKey }),
  })
  const isNamed = /^[^\s/]+\/\S/.test(model.trim())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isNamed)
      trying.mutate({ model: model.trim(), credential: start.credential, kind: start.kind })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('Test a model')}
      description={t('A worker asks it something short. That costs what it costs.')}
      footer={
        <>
          <Button onClick={onClose}>{t('Close')}</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabled={!isNamed}
            loading={trying.isPending}
          >
            {t('Test|verb')}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="space-y-4">
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
        <div aria-live="polite" className="space-y-2">
          <Refusal error={trying.error} />
          {trying.data && <Answer tried={trying.data} />}
        </div>
      </form>
    </Dialog>
  )
}

function Answer({ tried }: { tried: ModelTried }) {
  const Icon = tried.ok ? CircleCheck : CircleX
  return (
    <div
      className={cn('flex gap-2 rounded-control p-3', tried.ok ? 'bg-sunken' : 'bg-failed-wash')}
    >
      <Icon
        aria-hidden
        className={cn('mt-0.5 size-4 shrink-0', tried.ok ? 'text-succeeded' : 'text-failed')}
      />
      <div className="min-w-0 space-y-1">
        <p className="break-words">
          {tried.ok ? t('It answered:') : t('It did not answer:')} {tried.message}
        </p>
        {tried.ok && <p className="num text-ink-2 text-xs">{took(tried)}</p>}
      </div>
    </div>
  )
}

function took(tried: ModelTried): string {
  const cost = tried.cost_usd === null ? t('price not known') : formatUsd(tried.cost_usd)
  const tokens = t('{input} tokens in, {output} out', {
    input: formatTokens(tried.input_tokens),
    output: formatTokens(tried.output_tokens),
  })
  return [formatDuration(tried.latency_ms), tokens, cost].join(' · ')
}
