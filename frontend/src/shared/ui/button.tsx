import { cva, type VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { useRefusal } from '@/shared/api/me'
import type { Permission } from '@/shared/api/types'
import { cn } from '@/shared/lib/cn'
import { Spinner } from './spinner'

export const buttonStyle = cva(
  [
    'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-control font-medium text-sm',
    'transition-colors disabled:cursor-default disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        /** The one thing to do here. Ink on paper: blue is kept for what is live. */
        primary: 'bg-ink text-on-ink hover:not-disabled:bg-ink-hover',
        secondary:
          'border border-line bg-raised text-ink hover:not-disabled:border-line-strong hover:not-disabled:bg-surface',
        ghost: 'text-ink-2 hover:not-disabled:bg-sunken hover:not-disabled:text-ink',
        danger:
          'border border-line bg-raised text-failed hover:not-disabled:border-failed hover:not-disabled:bg-failed-wash',
      },
      size: {
        md: 'h-8 px-3 [&_svg]:size-4',
        sm: 'h-7 px-2.5 text-xs [&_svg]:size-3.5',
        icon: 'size-8 [&_svg]:size-4',
        'icon-sm': 'size-7 [&_svg]:size-4',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof buttonStyle> & {
    /** Under way: shows a spinner and takes no clicks. */
    loading?: boolean
    /** Style the one child instead, as a link. */
    asChild?: boolean
    /** Off, and saying so, for those who lack this permission. */
    needs?: Permission | undefined
  }

export function Button({ needs, ...props }: ButtonProps) {
  return needs ? <PermittedButton needs={needs} {...props} /> : <PlainButton {...props} />
}

function PermittedButton({ needs, ...props }: ButtonProps & { needs: Permission }) {
  const refusal = useRefusal(needs)
  return <PlainButton {...props} {...(refusal && { disabled: true, title: refusal })} />
}

function PlainButton({
  variant,
  size,
  loading = false,
  asChild = false,
  className,
  children,
  disabled,
  ...props
}: Omit<ButtonProps, 'needs'>) {
  const style = cn(buttonStyle({ variant, size }), className)
  if (asChild) {
    return (
      <Slot.Root className={style} {...props}>
        {children}
      </Slot.Root>
    )
  }
  return (
    <button
      type="button"
      className={style}
      disabled={disabled || loading}
      aria-busy={loading || undefined}
      {...props}
    >
      {loading && <Spinner />}
      {children}
    </button>
  )
}
