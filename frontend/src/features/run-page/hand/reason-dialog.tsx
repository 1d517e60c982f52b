import { type ReactNode, useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'

type ReasonDialogProps = {
  title: string
  /** What will happen, and that it can't be undone. */
  children: ReactNode
  action: string
  keep: string
  hint: string
  onClose: () => void
  onReason: (reason: string) => Promise<unknown>
}

const MAX_REASON = 500

/** Asks before something is lost, and for the reason, which the run and its audit trail keep. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, children, action, keep, hint, onClose, onReason } = props
  const [reason, setReason] = useState('')
  const { busy, error, submit } = useSubmit(onClose)
  return (
    <Dialog open title={title} description={children} onOpenChange={(open) => !open && onClose()}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit(() => onReason(reason.trim()))
        }}
      >
        <Field label={t('Reason')} hint={hint}>
          {(wiring) => (
            <Input
              {...wiring}
              autoFocus
              value={reason}
              maxLength={MAX_REASON}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <Refusal error={error} />
        <footer className="flex justify-end gap-2">
          <Button onClick={onClose}>{keep}</Button>
          <Button type="submit" variant="danger" loading={busy}>
            {action}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
