import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import {
  DiscardLetters,
  LetterActions,
  letterQuery,
  lettersKey,
  lettersQuery,
  retryMessages,
} from '@/features/dead-letters'
import type { DeadLetterRead, TriggerRead } from '@/shared/api/types'
import { Said } from '@/shared/i18n/said'
import { plural, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { CodeBlock } from '@/shared/ui/code-block'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { notify, notifyError } from '@/shared/ui/toaster'
import { triggersKey } from './triggers-queries'

/** Messages that started no run, with the reason: to be tried again once that is mended. */
export function TriggerLetters({ trigger }: { trigger: TriggerRead }) {
  const query = useLetters(trigger.id)
  const letters = query.data?.pages.flatMap((page) => page.items) ?? []
  if (trigger.config.dead_letters === 'publish' && letters.length === 0)
    return (
      <p className="text-ink-2">
        {t('Messages that start no run go to {subject}, with the reason.', {
          subject: String(trigger.config.dead_letter_subject),
        })}
      </p>
    )
  return (
    <section aria-label={t('Dead letters')}>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <h2 className="mr-auto font-semibold text-md">{t('Dead letters')}</h2>
        {letters.length > 0 && <AllActions trigger={trigger} />}
      </div>
      <LetterList query={query} letters={letters} />
    </section>
  )
}

type LetterListProps = {
  query: ReturnType<typeof useLetters>
  letters: readonly DeadLetterRead[]
}

function LetterList({ query, letters }: LetterListProps) {
  if (query.isPending) return <LoadingRows rows={2} label={t('Loading dead letters')} />
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  if (letters.length === 0)
    return (
      <p className="text-ink-2">
        {t('Each message has started a run, or was left out by the filter.')}
      </p>
    )
  return (
    <>
      <ul className="divide-y divide-line rounded-control border border-line">
        {letters.map((letter) => (
          <Letter key={letter.id} letter={letter} />
        ))}
      </ul>
      <LoadMore query={query} />
    </>
  )
}

const useLetters = (triggerId: string) => useInfiniteQuery(lettersQuery({ trigger: triggerId }))

function Letter({ letter }: { letter: DeadLetterRead }) {
  const [open, setOpen] = useState(false)
  return (
    <li className="px-3 py-2">
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1 break-words text-sm">
          {letter.error && <Said>{letter.error.message}</Said>}
        </p>
        <span className="num shrink-0 text-ink-3 text-xs">
          <Ago at={letter.created_at} />
        </span>
        <span className="flex shrink-0 items-center gap-1">
          <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('Message')}
          </Button>
          <LetterActions letter={letter} />
        </span>
      </div>
      {open && <Message letterId={letter.id} />}
    </li>
  )
}

function Message({ letterId }: { letterId: string }) {
  const query = useQuery(letterQuery(letterId))
  if (query.isPending) return <LoadingRows rows={2} label={t('Loading the message')} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  return (
    <div className="mt-2">
      <CodeBlock code={JSON.stringify(query.data.message, null, 2)} label={t('message')} />
    </div>
  )
}

function AllActions({ trigger }: { trigger: TriggerRead }) {
  const queryClient = useQueryClient()
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: lettersKey }),
      queryClient.invalidateQueries({ queryKey: triggersKey }),
    ])
  const retry = useMutation({
    mutationFn: () => retryMessages(trigger.id),
    onSuccess: ({ retried, failed, reason }) => {
      const started = plural(retried, '{count} run was started', '{count} runs were started')
      if (failed === 0) return notify(started)
      notifyError(started, new Error(reason ?? ''))
    },
    onError: (error) => notifyError(t('It could not be retried'), error),
    onSettled: refresh,
  })
  return (
    <>
      <Button needs="run" size="sm" loading={retry.isPending} onClick={() => retry.mutate()}>
        {!retry.isPending && <RotateCcw aria-hidden />}
        {t('Retry all')}
      </Button>
      <DiscardLetters
        size="sm"
        filters={{ trigger: trigger.id }}
        title={t('Discard all dead letters of “{name}”?', { name: trigger.name })}
      >
        {t('Their messages start no run any more.')}
      </DiscardLetters>
    </>
  )
}
