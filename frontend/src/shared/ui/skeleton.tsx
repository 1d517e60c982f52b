import { cn } from '@/shared/lib/cn'

type SkeletonProps = { className?: string }

/** The outline of what is being loaded. It holds still: only live things move. */
export function Skeleton({ className }: SkeletonProps) {
  return <span aria-hidden className={cn('block h-4 rounded-chip bg-sunken', className)} />
}

type LoadingRowsProps = { rows?: number; label: string }

/** Rows of a list being loaded. */
export function LoadingRows({ rows = 6, label }: LoadingRowsProps) {
  return (
    <div role="status" aria-label={label} className="divide-y divide-line">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all the same
        <div key={row} className="flex h-9 items-center gap-6 px-3">
          <Skeleton className={['w-48', 'w-36', 'w-56', 'w-40'][row % 4] ?? 'w-40'} />
          <Skeleton className="w-16" />
          <Skeleton className="ml-auto w-20" />
        </div>
      ))}
    </div>
  )
}
