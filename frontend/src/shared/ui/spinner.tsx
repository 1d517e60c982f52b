import { LoaderCircle } from 'lucide-react'
import { cn } from '@/shared/lib/cn'

type SpinnerProps = { className?: string }

/** Something is under way; say what in words beside it. */
export function Spinner({ className }: SpinnerProps) {
  return <LoaderCircle aria-hidden className={cn('size-4 animate-spin', className)} />
}
