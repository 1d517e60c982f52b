import { t } from '@/shared/i18n/texts'
import { EVERYWHERE, setSingleKeys, useShortcutGroups, useSingleKeys } from '@/shared/lib/shortcuts'
import { Switch } from '@/shared/ui/checkbox'
import { Dialog } from '@/shared/ui/dialog'
import { Kbd } from '@/shared/ui/kbd'

type ShortcutSheetProps = { onClose: () => void }

/** All shortcuts that work on this page now. */
export function ShortcutSheet({ onClose }: ShortcutSheetProps) {
  const groups = useShortcutGroups()
  const singleKeys = useSingleKeys()
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('Keyboard shortcuts')}
      size="md"
    >
      <div className="gap-8 sm:columns-2">
        {groups.toReversed().map((group) => (
          <section key={group.name} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 font-medium text-ink-3 text-xs">
              {group.name === EVERYWHERE ? t('Everywhere') : group.name}
            </h3>
            <dl className="divide-y divide-line">
              {group.shortcuts.map((shortcut) => (
                <div
                  key={shortcut.keys}
                  className="flex min-h-8 items-center justify-between gap-4 py-1"
                >
                  <dt className="min-w-0">{shortcut.label}</dt>
                  <dd>
                    <Kbd keys={shortcut.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is inside it */}
      <label className="flex items-center justify-between gap-4 border-line border-t pt-3">
        <span>
          {t('Shortcuts of a single key')}
          <span className="block text-ink-3 text-xs">
            {t('Switch them off if you dictate or a key is easily pressed by mistake.')}
          </span>
        </span>
        <Switch checked={singleKeys} onCheckedChange={setSingleKeys} />
      </label>
    </Dialog>
  )
}
