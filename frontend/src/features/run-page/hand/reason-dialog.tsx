import { type ReactNode, useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'

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
    <FormDialog
      title={title}
      description={children}
      action={action}
      danger
      keep={keep}
      busy={busy}
      error={error}
      onClose={onClose}
      onSubmit={() => submit(() => onReason(reason.trim()))}
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
    </FormDialog>
  )
}
