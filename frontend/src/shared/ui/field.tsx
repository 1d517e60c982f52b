import { Label } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import { cn } from '@/shared/lib/cn'

type FieldWiring = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  'aria-required': true | undefined
}

type FieldProps = {
  label: ReactNode
  hint?: ReactNode
  /** One sentence; replaces the hint. */
  error?: string | undefined
  required?: boolean
  /** At the right end of the label's line, as the fixed/expression toggle. */
  aside?: ReactNode
  className?: string
  /** Spread what it is given on the control. */
  children: (wiring: FieldWiring) => ReactNode
}

/** A label, its control and what is said about it, tied together for screen readers. */
export function Field({
  label,
  hint,
  error,
  required = false,
  aside,
  className,
  children,
}: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  return (
    <div className={cn('flex flex-col gap-1', className)}>
      <div className="flex min-h-5 items-center justify-between gap-2">
        <Label.Root htmlFor={id} className="font-medium text-ink-2 text-sm">
          {label}
          {required && (
            <span aria-hidden className="text-failed">
              {' *'}
            </span>
          )}
        </Label.Root>
        {aside}
      </div>
      {children({
        id,
        'aria-describedby': note ? noteId : undefined,
        'aria-invalid': error ? true : undefined,
        'aria-required': required || undefined,
      })}
      {note && (
        <p id={noteId} className={cn('text-xs', error ? 'text-failed' : 'text-ink-3')}>
          {note}
        </p>
      )}
    </div>
  )
}
