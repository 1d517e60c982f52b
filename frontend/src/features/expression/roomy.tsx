import { Maximize2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { Dialog } from '@/shared/ui/dialog'
import { IconButton } from '@/shared/ui/icon-button'

type RoomyProps = {
  /** What the field is called: the title of the large one. */
  label: string
  /** The field, in its place or large. */
  children: (isLarge: boolean) => ReactNode
}

/** A field that opens large, by its button or `Mod+.`. */
export function Roomy({ label, children }: RoomyProps) {
  const [isLarge, setLarge] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for a shortcut of the field inside
    <div
      className="group/roomy relative min-w-0"
      onKeyDown={(event) => {
        if (event.key !== '.' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        setLarge(true)
      }}
    >
      {children(false)}
      <IconButton
        icon={Maximize2}
        label={t('Open {label} large', { label })}
        keys="Mod+."
        size="icon-sm"
        className="absolute top-0.5 right-0.5 opacity-0 focus-visible:opacity-100 group-focus-within/roomy:opacity-100 group-hover/roomy:opacity-100"
        onClick={() => setLarge(true)}
      />
      {isLarge && (
        <Dialog open size="lg" onOpenChange={setLarge} title={label}>
          <div className="pb-1">{children(true)}</div>
        </Dialog>
      )}
    </div>
  )
}
