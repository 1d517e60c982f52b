import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { CredentialRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { CodeBlock } from '@/shared/ui/code-block'
import { Dialog } from '@/shared/ui/dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notify } from '@/shared/ui/toaster'
import { hasNewTokens } from './credential-draft'
import { connectQuery, credentialQuery, credentialsKey } from './credentials-queries'

type ConnectDialogProps = { credential: CredentialRead; onClose: () => void }

/** Sends a person to the service that has to agree, and sees when they are back. */
export function ConnectDialog({ credential, onClose }: ConnectDialogProps) {
  const begun = useQuery(connectQuery(credential.id))
  const [isAway, setAway] = useState(false)
  useConnected(credential, isAway, onClose)
  const where = begun.data && new URL(begun.data.url)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="md"
      title={t('Connect “{name}”', { name: credential.name })}
      description={t(
        'You agree at the service; it then gives Noria tokens, which are kept encrypted and renewed.',
      )}
      footer={
        <>
          <Button onClick={onClose}>{isAway ? t('Close') : t('Not now')}</Button>
          {where && (
            <Button asChild variant="primary">
              <a
                href={where.href}
                target="_blank"
                rel="noopener noreferrer"
                onClick={() => setAway(true)}
              >
                <ExternalLink aria-hidden />
                {t('Go to {host}', { host: where.host })}
              </a>
            </Button>
          )}
        </>
      }
    >
      {begun.isPending && <LoadingRows rows={2} label={t('Preparing')} />}
      {begun.isError && <ErrorState error={begun.error} onRetry={() => begun.refetch()} />}
      {where && (
        <div className="space-y-3">
          <p className="text-ink-2">
            {t(
              'The service must know this redirect URL. The link is good for ten minutes, in this browser only.',
            )}
          </p>
          <CodeBlock
            code={where.searchParams.get('redirect_uri') ?? ''}
            label={t('redirect URL')}
          />
          <p aria-live="polite" className="min-h-5">
            {isAway && t('Waiting for you to agree in the other window…')}
          </p>
        </div>
      )}
    </Dialog>
  )
}

/** Looks until tokens are there that were not there before. */
function useConnected(before: CredentialRead, isAway: boolean, onDone: () => void) {
  const queryClient = useQueryClient()
  const { data } = useQuery({
    ...credentialQuery(before.id),
    enabled: isAway,
    refetchInterval: 2_000,
  })
  const isDone = data !== undefined && hasNewTokens(before, data)
  useEffect(() => {
    if (!isDone) return
    notify(t('Connected “{name}”', { name: before.name }))
    queryClient.invalidateQueries({ queryKey: [...credentialsKey, 'list'] })
    onDone()
  }, [isDone, before.name, queryClient, onDone])
}
