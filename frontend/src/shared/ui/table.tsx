import type { ComponentProps } from 'react'
import { cn } from '@/shared/lib/cn'

/** Rows of 36 px with hairlines. Give it a caption or a label. */
export function Table({ className, ...props }: ComponentProps<'table'>) {
  return <table className={cn('w-full border-collapse text-left text-sm', className)} {...props} />
}

export function Th({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'h-8 whitespace-nowrap border-line border-b px-4 font-medium text-ink-3 text-xs',
        className,
      )}
      {...props}
    />
  )
}

/** A link in it may cover the row: give the link `after:absolute after:inset-0`. */
export function Tr({ className, ...props }: ComponentProps<'tr'>) {
  return (
    <tr
      className={cn(
        'relative border-line border-b transition-colors last:border-b-0 hover:bg-canvas',
        className,
      )}
      {...props}
    />
  )
}

export function Td({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('h-9 whitespace-nowrap px-4', className)} {...props} />
}
