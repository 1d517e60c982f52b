import { useInfiniteQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import type { CredentialRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { ConnectDialog } from './connect-dialog'
import { CredentialDialog } from './credential-dialog'
import { needsConsent } from './credential-draft'
import type { ShowFields } from './credential-form'
import { type CredentialAct, CredentialRow } from './credential-row'
import { credentialsQuery } from './credentials-queries'
import { DeleteDialog } from './delete-dialog'
import { TestDialog } from './test-dialog'

type CredentialsSectionProps = { fields: ShowFields }

/** One dialog at a time. */
type Doing = { act: CredentialAct; credential: CredentialRead } | { act: 'create' }

/** What steps sign in with elsewhere. */
export function CredentialsSection({ fields }: CredentialsSectionProps) {
  const [doing, setDoing] = useState<Doing | null>(null)
  const close = () => setDoing(null)
  return (
    <section>
      <div className="mb-3 flex items-start justify-between gap-4">
        <div>
          <h2 className="font-semibold text-md">{t('Credentials')}</h2>
          <p className="text-ink-2">
            {t(
              'What steps sign in with. Kept encrypted, opened only while a step runs, and sent to their allowed hosts only.',
            )}
          </p>
        </div>
        <Button needs="credentials" variant="primary" onClick={() => setDoing({ act: 'create' })}>
          <Plus aria-hidden />
          {t('New credential')}
        </Button>
      </div>
      <CredentialList
        onNew={() => setDoing({ act: 'create' })}
        onAct={(act, credential) => setDoing({ act, credential })}
      />
      {doing?.act === 'create' && (
        <CredentialDialog
          fields={fields}
          onClose={() => setDoing((now) => (now?.act === 'create' ? null : now))}
          onSaved={(made) => needsConsent(made) && setDoing({ act: 'connect', credential: made })}
        />
      )}
      {doing && doing.act !== 'create' && <ActDialog {...doing} fields={fields} onClose={close} />}
    </section>
  )
}

type ActDialogProps = {
  act: CredentialAct
  credential: CredentialRead
  fields: ShowFields
  onClose: () => void
}

function ActDialog({ act, fields, ...props }: ActDialogProps) {
  switch (act) {
    case 'edit':
      return <CredentialDialog fields={fields} {...props} />
    case 'test':
      return <TestDialog {...props} />
    case 'connect':
      return <ConnectDialog {...props} />
    case 'delete':
      return <DeleteDialog {...props} />
  }
}

type CredentialListProps = {
  onNew: () => void
  onAct: (act: CredentialAct, credential: CredentialRead) => void
}

function CredentialList({ onNew, onAct }: CredentialListProps) {
  const query = useInfiniteQuery(credentialsQuery)
  if (query.isPending) return <LoadingRows rows={3} label={t('Loading credentials')} />
  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  }
  const found = query.data.pages.flatMap((page) => page.items)
  if (found.length === 0) {
    return (
      <EmptyState
        icon={KeyRound}
        title={t('There are no credentials.')}
        action={
          <Button needs="credentials" onClick={onNew}>
            {t('New credential')}
          </Button>
        }
      >
        {t('Keep a token, a password or a key here once; steps then use it by its name.')}
      </EmptyState>
    )
  }
  return (
    <>
      <ul
        aria-label={t('Credentials')}
        className="divide-y divide-line rounded-card border border-line bg-raised"
      >
        {found.map((each) => (
          <CredentialRow key={each.id} credential={each} onAct={(act) => onAct(act, each)} />
        ))}
      </ul>
      <LoadMore query={query} />
    </>
  )
}
