import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AccountSessionRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { notify, notifyError } from '@/shared/ui/toaster'
import { deviceName } from './device'
import { endOtherSessions, endSession, sessionsQuery } from './security-queries'

/** Where one is signed in, with a way out of each. */
export function SessionsList() {
  const query = useQuery(sessionsQuery)
  const [asking, setAsking] = useState(false)
  return (
    <section>
      <div className="mb-2 flex items-center justify-between gap-4">
        <h2 className="font-semibold text-md">{t('Sessions')}</h2>
        {(query.data?.length ?? 0) > 1 && (
          <Button size="sm" onClick={() => setAsking(true)}>
            {t('Sign out everywhere else')}
          </Button>
        )}
      </div>
      {query.isPending && <LoadingRows rows={2} label={t('Loading your sessions')} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.data && (
        <ul
          aria-label={t('Sessions')}
          className="divide-y divide-line rounded-card border border-line bg-raised"
        >
          {query.data.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      )}
      {asking && <EndOthersDialog onClose={() => setAsking(false)} />}
    </section>
  )
}

function useEnding(send: () => Promise<unknown>, done: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () => notify(done),
    onError: (error) => notifyError(t('The session could not be ended'), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  })
}

function SessionRow({ session }: { session: AccountSessionRead }) {
  const name = deviceName(session.user_agent)
  const end = useEnding(() => endSession(session.id), t('Signed out on {name}', { name }))
  return (
    <li className="flex min-h-13 items-center gap-4 px-4 py-2">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium" title={session.user_agent}>
          {name}
        </p>
        <p className="flex flex-wrap gap-x-2 text-ink-3 text-xs">
          {session.address && <span className="font-mono">{session.address}</span>}
          <span>
            {t('used')} <Ago at={session.last_used_at} />
          </span>
          <span>{t('by {method}', { method: session.method })}</span>
        </p>
      </div>
      {session.is_current ? (
        <Badge>{t('this one')}</Badge>
      ) : (
        <Button
          size="sm"
          aria-label={t('Sign out on {name}', { name })}
          loading={end.isPending}
          onClick={() => end.mutate()}
        >
          {t('Sign out')}
        </Button>
      )}
    </li>
  )
}

function EndOthersDialog({ onClose }: { onClose: () => void }) {
  const end = useEnding(endOtherSessions, t('You are signed in only here now'))
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('Sign out everywhere else?')}
      action={t('Sign out')}
      keep={t('Stay')}
      danger
      onConfirm={() => end.mutate()}
    >
      {t('All other browsers and devices have to sign in again. API keys go on.')}
    </ConfirmDialog>
  )
}
