import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { RotateCcw, Trash2 } from 'lucide-react'
import type { DeadLetterRead } from '@/shared/api/types'
import { useSaid } from '@/shared/i18n/language'
import { t } from '@/shared/i18n/texts'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { IconButton } from '@/shared/ui/icon-button'
import { Td, Tr } from '@/shared/ui/table'
import { Ago } from '@/shared/ui/time'
import { notify, notifyError } from '@/shared/ui/toaster'
import { discardLetter, lettersKey, retryLetter } from './dead-letters-queries'

type LetterRowProps = { letter: DeadLetterRead }

export function LetterRow({ letter }: LetterRowProps) {
  const said = useSaid()
  const name = letter.workflow_name ?? t('An event that no run took')
  return (
    <Tr>
      <Td className="max-w-0 py-2">
        <div className="flex items-baseline gap-2.5">
          {letter.run_id ? (
            <Link
              to="/runs/$runId"
              params={{ runId: letter.run_id }}
              search={letter.node_id ? { step: letter.node_id } : {}}
              className="truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
            >
              {name}
            </Link>
          ) : letter.trigger_id ? (
            <Link
              to="/triggers/$triggerId"
              params={{ triggerId: letter.trigger_id }}
              className="truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
            >
              {name}
            </Link>
          ) : (
            <span className="truncate font-medium">{name}</span>
          )}
          {letter.kind === 'event' && <Badge>{t('event')}</Badge>}
          {letter.kind === 'message' && <Badge>{t('message')}</Badge>}
        </div>
        {letter.error && (
          <p className="truncate text-ink-2 text-xs" title={said(letter.error.message)}>
            <span className="font-mono text-ink-3">{letter.error.type}</span>{' '}
            {said(letter.error.message)}
          </p>
        )}
      </Td>
      <Td className="hidden font-mono text-ink-2 text-xs sm:table-cell">{letter.node_id}</Td>
      <Td className="num text-ink-3">
        <Ago at={letter.created_at} />
      </Td>
      <Td>
        {/* Above the row's own link. */}
        <span className="relative z-1 flex items-center justify-end gap-1">
          <LetterActions letter={letter} />
        </span>
      </Td>
    </Tr>
  )
}

export function LetterActions({ letter }: LetterRowProps) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const refresh = () => queryClient.invalidateQueries({ queryKey: lettersKey })
  const show = (runId: string) => navigate({ to: '/runs/$runId', params: { runId } })
  const retry = useMutation({
    mutationFn: () => retryLetter(letter),
    onSuccess: (runId) =>
      runId
        ? notify(letter.kind === 'message' ? t('A run was started') : t('Goes on in a new run'), {
            label: t('Show'),
            onUndo: () => show(runId),
          })
        : notify(t('Sent again')),
    onError: (error) => notifyError(t('It could not be retried'), error),
    onSettled: refresh,
  })
  const discard = useMutation({
    mutationFn: () => discardLetter(letter),
    onSuccess: () => notify(letter.kind === 'run' ? t('Discarded: its run stays') : t('Discarded')),
    onError: (error) => notifyError(t('It could not be discarded'), error),
    onSettled: refresh,
  })
  if (letter.status !== 'open') {
    return letter.retry_run_id ? (
      <Button size="sm" onClick={() => show(letter.retry_run_id ?? '')}>
        {t('Show the retry')}
      </Button>
    ) : null
  }
  return (
    <>
      <Button needs="run" size="sm" loading={retry.isPending} onClick={() => retry.mutate()}>
        {!retry.isPending && <RotateCcw aria-hidden />}
        {letter.kind === 'event' ? t('Send again') : t('Retry')}
      </Button>
      <IconButton
        icon={Trash2}
        label={t('Discard')}
        size="icon-sm"
        loading={discard.isPending}
        onClick={() => discard.mutate()}
      />
    </>
  )
}
