import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import type { ApiKeyRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { formatDate } from '@/shared/lib/format'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { notify, notifyError } from '@/shared/ui/toaster'
import { ApiKeyDialog } from './api-key-dialog'
import { apiKeysKey, apiKeysQuery, revokeApiKey } from './api-keys-queries'
import { RotateKeyDialog } from './rotate-key-dialog'

/** Keys for scripts, and what each may do. */
export function ApiKeysSection() {
  const [creating, setCreating] = useState(false)
  return (
    <section>
      <div className="mb-3 flex items-start justify-between gap-4">
        <div>
          <h2 className="font-semibold text-md">{t('API keys')}</h2>
          <p className="text-ink-2">
            {t('For scripts: send one as')}{' '}
            <code className="font-mono text-xs">Authorization: Bearer …</code>
          </p>
        </div>
        <Button needs="manage" variant="primary" onClick={() => setCreating(true)}>
          <Plus aria-hidden />
          {t('New key')}
        </Button>
      </div>
      <ApiKeyList onNew={() => setCreating(true)} />
      {creating && <ApiKeyDialog onClose={() => setCreating(false)} />}
    </section>
  )
}

function ApiKeyList({ onNew }: { onNew: () => void }) {
  const query = useInfiniteQuery(apiKeysQuery)
  const [revoking, setRevoking] = useState<ApiKeyRead | null>(null)
  const [rotating, setRotating] = useState<ApiKeyRead | null>(null)
  if (query.isPending) return <LoadingRows rows={3} label={t('Loading API keys')} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  const keys = query.data.pages.flatMap((page) => page.items)
  if (keys.length === 0) {
    const action = (
      <Button needs="manage" onClick={onNew}>
        {t('New key')}
      </Button>
    )
    return <EmptyState icon={KeyRound} title={t('There are no API keys.')} action={action} />
  }
  return (
    <>
      <ul className="divide-y divide-line rounded-card border border-line bg-raised">
        {keys.map((key) => (
          <ApiKeyRow key={key.id} apiKey={key} onRevoke={setRevoking} onRotate={setRotating} />
        ))}
      </ul>
      <LoadMore query={query} />
      {rotating && <RotateKeyDialog apiKey={rotating} onClose={() => setRotating(null)} />}
      {revoking && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  )
}

type ApiKeyRowProps = {
  apiKey: ApiKeyRead
  onRevoke: (key: ApiKeyRead) => void
  onRotate: (key: ApiKeyRead) => void
}

function ApiKeyRow({ apiKey, onRevoke, onRotate }: ApiKeyRowProps) {
  const gone = apiKey.revoked_at !== null
  return (
    <li className="flex min-h-13 items-center gap-4 px-4 py-2">
      <div className="min-w-0 flex-1">
        <p className={gone ? 'truncate text-ink-3 line-through' : 'truncate font-medium'}>
          {apiKey.name}
        </p>
        <p className="flex flex-wrap items-center gap-x-2 text-ink-3 text-xs">
          <span className="font-mono">{apiKey.prefix}…</span>
          {apiKey.last_used_at ? (
            <span>
              {t('used')} <Ago at={apiKey.last_used_at} />
            </span>
          ) : (
            <span>{t('never used')}</span>
          )}
          {apiKey.expires_at && (
            <span>
              {t('ends {date}', {
                date: formatDate(apiKey.expires_at),
              })}
            </span>
          )}
        </p>
      </div>
      <div className="hidden gap-1 sm:flex">
        {apiKey.permissions.map((permission) => (
          <Badge key={permission}>{t(`${permission}|permission`)}</Badge>
        ))}
      </div>
      {gone ? (
        <span className="text-ink-3 text-xs">{t('Revoked')}</span>
      ) : (
        <>
          <Button size="sm" onClick={() => onRotate(apiKey)}>
            {t('Rotate')}
          </Button>
          <Button size="sm" variant="danger" onClick={() => onRevoke(apiKey)}>
            {t('Revoke')}
          </Button>
        </>
      )}
    </li>
  )
}

type RevokeDialogProps = { apiKey: ApiKeyRead; onClose: () => void }

function RevokeDialog({ apiKey, onClose }: RevokeDialogProps) {
  const queryClient = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => revokeApiKey(apiKey.id),
    onSuccess: () => notify(t('Revoked “{name}”', { name: apiKey.name })),
    onError: (error) =>
      notifyError(t('“{name}” could not be revoked', { name: apiKey.name }), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: apiKeysKey }),
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('Revoke “{name}”?', { name: apiKey.name })}
      action={t('Revoke')}
      danger
      onConfirm={() => revoke.mutate()}
    >
      {t('Scripts that use it are refused from now on. This can’t be undone.')}
    </ConfirmDialog>
  )
}
