import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Button } from './button'
import { Tooltip } from './tooltip'

type IconButtonProps = Omit<
  ComponentProps<typeof Button>,
  'children' | 'aria-label' | 'asChild'
> & {
  icon: LucideIcon
  /** Its name: read aloud, and shown as a tooltip. */
  label: string
  /** Its shortcut, as `Mod+K`. */
  keys?: string
  side?: 'top' | 'right' | 'bottom' | 'left'
}

export function IconButton({
  icon: Icon,
  label,
  keys,
  side,
  variant = 'ghost',
  size = 'icon',
  loading,
  ...props
}: IconButtonProps) {
  return (
    <Tooltip label={label} keys={keys} {...(side && { side })}>
      <Button
        variant={variant}
        size={size}
        aria-label={label}
        {...(loading && { loading })}
        {...props}
      >
        {!loading && <Icon aria-hidden />}
      </Button>
    </Tooltip>
  )
}
