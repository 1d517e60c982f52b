import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SecondFactorBegun } from '@/shared/api/types'
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
      <h2 className="mb-2 font-semibold text-md">Authenticator app</h2>
      {query.isPending && <LoadingRows rows={1} label="Loading your authenticator app" />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.data && (
        <div className="flex min-h-11 flex-wrap items-center justify-between gap-4 rounded-card border border-line bg-raised px-4 py-2">
          {query.data.since ? (
            <>
              <p>
                Signing in asks for a code.{' '}
                <Badge>{query.data.codes_left} recovery codes left</Badge>
              </p>
              <div className="flex gap-2">
                <Button size="sm" onClick={() => setAsking('codes')}>
                  New recovery codes
                </Button>
                <Button size="sm" variant="danger" onClick={() => setAsking('remove')}>
                  Remove
                </Button>
              </div>
            </>
          ) : (
            <>
              <p className="text-ink-2">Ask for a code of your phone besides the password.</p>
              <Button size="sm" onClick={() => setAsking('begin')}>
                Set up
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
        title="Set up an authenticator app"
        description="Any app that makes codes (TOTP) will do."
        action="Go on"
        send={async (password) => onBegun(await beginSecondFactor(password))}
        onClose={onClose}
      />
    )
  if (asking === 'codes')
    return (
      <PasswordDialog
        title="Make new recovery codes?"
        description="The old ones are good no more."
        action="Make them"
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
        title="Remove the authenticator app?"
        description="From then on the password alone signs you in."
        action="Remove"
        danger
        send={async (password) => {
          await removeSecondFactor(password)
          notify('Signing in asks for no code any more')
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
      title="Keep your recovery codes"
      description="Each stands in for the app once, when your phone is lost. They are not shown again."
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept them
        </Button>
      }
    >
      <CodeBlock code={codes.join('\n')} label="recovery codes" />
    </Dialog>
  )
}
