import { type ReactNode, useEffect, useId, useRef } from 'react'
import type { Permission } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from './button'
import { Dialog, DialogFooter } from './dialog'
import { Refusal } from './refusal'

type FormParts = {
  /** The verb on the button that sends. */
  action: ReactNode
  danger?: boolean
  /** On the other button. */
  keep?: string | undefined
  /** Being sent. */
  busy: boolean
  /** Why it was refused. */
  error?: unknown
  /** Not whole enough to be sent. */
  disabled?: boolean
  /** What who sends it must be permitted. */
  needs?: Permission
  autoComplete?: 'off'
  onClose: () => void
  onSubmit: (form: HTMLFormElement) => unknown
  children?: ReactNode
}

type FormDialogProps = FormParts & {
  title: ReactNode
  description?: ReactNode
  size?: 'sm' | 'md' | 'lg'
  /** What came of it, which takes the form's place, and one button to end. */
  result?: ReactNode
}

/** A dialog that sends what is filled in, and stays, with the refusal, when that fails. */
export function FormDialog(props: FormDialogProps) {
  const { title, description, size, result, onClose, ...parts } = props
  const formId = useId()
  const end = (
    <Button variant="primary" onClick={onClose}>
      {t('Done')}
    </Button>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      {...(size && { size })}
      footer={result ? end : <Buttons {...parts} formId={formId} onClose={onClose} />}
    >
      {result ?? <Form {...parts} formId={formId} />}
    </Dialog>
  )
}

/** The same in a dialog that is open before its form is there. */
export function DialogForm(props: FormParts) {
  const formId = useId()
  return (
    <>
      <Form {...props} formId={formId} />
      <DialogFooter>
        <Buttons {...props} formId={formId} />
      </DialogFooter>
    </>
  )
}

type FormProps = Pick<FormParts, 'busy' | 'error' | 'autoComplete' | 'onSubmit' | 'children'> & {
  formId: string
}

function Form({ formId, busy, error, autoComplete, onSubmit, children }: FormProps) {
  const form = useFirstFault(busy)
  return (
    <form
      ref={form}
      id={formId}
      noValidate
      autoComplete={autoComplete}
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        // A dialog may be opened from within another form of React's tree, as the builder's.
        event.stopPropagation()
        onSubmit(event.currentTarget)
      }}
    >
      {children}
      <Refusal error={error} />
    </form>
  )
}

/** What was refused is told at its field or at the end: the first of it comes into sight. */
function useFirstFault(busy: boolean) {
  const form = useRef<HTMLFormElement>(null)
  const wasBusy = useRef(false)
  useEffect(() => {
    if (wasBusy.current && !busy) {
      const first = form.current?.querySelector<HTMLElement>(
        '[aria-invalid="true"], [role="alert"]',
      )
      first?.focus({ preventScroll: true })
      first?.scrollIntoView({ block: 'center' })
    }
    wasBusy.current = busy
  }, [busy])
  return form
}

type ButtonsProps = Omit<FormParts, 'error' | 'onSubmit' | 'children'> & { formId: string }

function Buttons(props: ButtonsProps) {
  const {
    formId,
    action,
    danger = false,
    keep = t('Cancel'),
    busy,
    disabled,
    needs,
    onClose,
  } = props
  return (
    <>
      <Button onClick={onClose}>{keep}</Button>
      <Button
        type="submit"
        form={formId}
        variant={danger ? 'danger' : 'primary'}
        loading={busy}
        disabled={disabled}
        needs={needs}
      >
        {action}
      </Button>
    </>
  )
}
