import { useMutation } from '@tanstack/react-query'
import { CircleCheck, CircleX, Link2 } from 'lucide-react'
import type { AuditCheck } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { CodeBlock } from '@/shared/ui/code-block'
import { Dialog } from '@/shared/ui/dialog'
import { Refusal } from '@/shared/ui/refusal'
import { checkAudit } from './audit-queries'

/** Has the server compute the chain anew. */
export function ChainCheck() {
  const check = useMutation({ mutationFn: checkAudit })
  const isDone = check.isSuccess || check.isError
  return (
    <>
      <Button loading={check.isPending} onClick={() => check.mutate()}>
        {!check.isPending && <Link2 aria-hidden />}
        {t('Check')}
      </Button>
      {isDone && (
        <Dialog
          open
          onOpenChange={(open) => !open && check.reset()}
          title={t('Is the trail as it was written?')}
          description={t(
            'Each entry carries a hash of itself and of the one before, so a change shows.',
          )}
          size="md"
          footer={
            <Button variant="primary" onClick={() => check.reset()}>
              {t('Close')}
            </Button>
          }
        >
          <Refusal error={check.error} />
          {check.data && <Found found={check.data} />}
        </Dialog>
      )}
    </>
  )
}

function Found({ found }: { found: AuditCheck }) {
  const Icon = found.whole ? CircleCheck : CircleX
  return (
    <div className="space-y-3">
      <p className="flex items-start gap-2">
        <Icon
          aria-hidden
          className={
            found.whole
              ? 'mt-0.5 size-4 shrink-0 text-succeeded'
              : 'mt-0.5 size-4 shrink-0 text-failed'
          }
        />
        <span>{foundWords(found)}</span>
      </p>
      <div className="space-y-1">
        <p className="text-ink-2">
          {t('Note this somewhere else; it proves all entries up to it:')}
        </p>
        <CodeBlock code={found.head} label={t('last right entry')} />
      </div>
    </div>
  )
}

function foundWords({ whole, wrong, entries, deleted_until }: AuditCheck): string {
  if (!whole) return t('No: {wrong}.', { wrong: wrong ?? '' })
  return deleted_until > 0
    ? t('Yes: {entries} entries, after {deleted} whose time was over.', {
        entries,
        deleted: deleted_until,
      })
    : t('Yes: {entries} entries.', { entries })
}
