import type { ComponentProps } from 'react'
import { cn } from '@/shared/lib/cn'

/** Shared with the select and the code fields, so that all fields look alike. */
export const fieldStyle = [
  'w-full rounded-control border border-line-strong bg-raised px-2.5 text-sm text-ink transition-colors',
  'hover:not-disabled:border-ink-2 focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0',
  'disabled:border-line disabled:bg-sunken disabled:text-ink-3 aria-invalid:border-failed',
]

export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return <input type={type} className={cn(fieldStyle, 'h-8', className)} {...props} />
}

export function Textarea({ className, rows = 3, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      className={cn(fieldStyle, 'min-h-8 resize-y py-1.5', className)}
      {...props}
    />
  )
}
