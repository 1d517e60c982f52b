import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SecondFactorBegun } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { CodeBlock } from '@/shared/ui/code-block'
import { Dialog } from '@/shared/ui/dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notify } from '@/shared/ui/toaster'
import { ConfirmCodeDialog } from './confirm-code-dialog'
import { PasswordDialog } from './password-dialog'
import {
  beginSecondFactor,
  removeSecondFactor,
  renewCodes,
  secondFactorQuery,
} from './security-queries'

type Asking = 'begin' | 'codes' | 'remove' | null

/** An authenticator app beside the password, and the codes that stand in for it. */
export function SecondFactorSection() {
  const query = useQuery(secondFactorQuery)
  const [asking, setAsking] = useState<Asking>(null)
  const [begun, setBegun] = useState<SecondFactorBegun | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  return (
    <section>
      <h2 className="mb-2 font-semibold text-md">{t('Authenticator app')}</h2>
      {query.isPending && <LoadingRows rows={1} label={t('Loading your authenticator app')} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.data && (
        <div className="flex min-h-11 flex-wrap items-center justify-between gap-4 rounded-card border border-line bg-raised px-4 py-2">
          {query.data.since ? (
            <>
              <p>
                {t('Signing in asks for a code.')}{' '}
                <Badge>
                  {t('{codes_left} recovery codes left', { codes_left: query.data.codes_left })}
                </Badge>
              </p>
              <div className="flex gap-2">
                <Button size="sm" onClick={() => setAsking('codes')}>
                  {t('New recovery codes')}
                </Button>
                <Button size="sm" variant="danger" onClick={() => setAsking('remove')}>
                  {t('Remove')}
                </Button>
              </div>
            </>
          ) : (
            <>
              <p className="text-ink-2">
                {t('Ask for a code of your phone besides the password.')}
              </p>
              <Button size="sm" onClick={() => setAsking('begin')}>
                {t('Set up')}
              </Button>
            </>
          )}
        </div>
      )}
      <AskingDialog
        asking={asking}
        onBegun={setBegun}
        onCodes={setCodes}
        onClose={() => setAsking(null)}
      />
      {begun && (
        <ConfirmCodeDialog begun={begun} onCodes={setCodes} onClose={() => setBegun(null)} />
      )}
      {codes && <CodesDialog codes={codes} onClose={() => setCodes(null)} />}
    </section>
  )
}

type AskingDialogProps = {
  asking: Asking
  onBegun: (begun: SecondFactorBegun) => void
  onCodes: (codes: readonly string[]) => void
  onClose: () => void
}

function AskingDialog({ asking, onBegun, onCodes, onClose }: AskingDialogProps) {
  const queryClient = useQueryClient()
  const refresh = () => queryClient.invalidateQueries({ queryKey: secondFactorQuery.queryKey })
  if (asking === 'begin')
    return (
      <PasswordDialog
        title={t('Set up an authenticator app')}
        description={t('Any app that makes codes (TOTP) will do.')}
        action={t('Go on')}
        send={async (password) => onBegun(await beginSecondFactor(password))}
        onClose={onClose}
      />
    )
  if (asking === 'codes')
    return (
      <PasswordDialog
        title={t('Make new recovery codes?')}
        description={t('The old ones are good no more.')}
        action={t('Make them')}
        send={async (password) => {
          onCodes((await renewCodes(password)).codes)
          await refresh()
        }}
        onClose={onClose}
      />
    )
  if (asking === 'remove')
    return (
      <PasswordDialog
        title={t('Remove the authenticator app?')}
        description={t('From then on the password alone signs you in.')}
        action={t('Remove')}
        danger
        send={async (password) => {
          await removeSecondFactor(password)
          notify(t('Signing in asks for no code any more'))
          await refresh()
        }}
        onClose={onClose}
      />
    )
  return null
}

function CodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('Keep your recovery codes')}
      description={t(
        'Each stands in for the app once, when your phone is lost. They are not shown again.',
      )}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('I have kept them')}
        </Button>
      }
    >
      <CodeBlock code={codes.join('\n')} label={t('recovery codes')} />
    </Dialog>
  )
}
