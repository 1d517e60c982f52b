import { Copy, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { ApiError } from '../api/error'
import { Button } from '../ui/button'
import { CommandDialog, CommandGroup, CommandItem } from '../ui/command'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { Dialog } from '../ui/dialog'
import { ContextMenu, Menu, type MenuItem } from '../ui/menu'
import { Panel, PanelBorder, Panels } from '../ui/panels'
import { Popover } from '../ui/popover'
import { notify, notifyError } from '../ui/toaster'
import { Tooltip } from '../ui/tooltip'

const nothing = () => {}

const ITEMS: readonly MenuItem[] = [
  { label: 'Duplicate', icon: Copy, keys: 'Mod+D', onSelect: nothing },
  { label: 'Not now', disabled: true, onSelect: nothing },
  'separator',
  { label: 'Delete', icon: Trash2, keys: 'Delete', danger: true, onSelect: nothing },
]

const FAILURE = new ApiError({
  status: 503,
  code: 'unavailable',
  title: 'A part of Noria is not available',
  detail: 'Temporal does not answer.',
})

type Opened = 'dialog' | 'confirm' | 'command' | null

export function Floating() {
  const [opened, setOpened] = useState<Opened>(null)
  const [search, setSearch] = useState('')
  const close = () => setOpened(null)
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap gap-3">
        <Menu trigger={<Button>Menu</Button>} items={ITEMS} align="start" />
        <Popover trigger={<Button>Popover</Button>} label="About this">
          A few words and controls.
        </Popover>
        <Tooltip label="What it does" keys="Mod+K">
          <Button>Tooltip</Button>
        </Tooltip>
        <Button onClick={() => setOpened('dialog')}>Dialog</Button>
        <Button onClick={() => setOpened('confirm')}>Question</Button>
        <Button onClick={() => setOpened('command')}>Palette</Button>
        <Button onClick={() => notify('Archived “Order triage”', { onUndo: nothing })}>
          Toast
        </Button>
        <Button onClick={() => notifyError('It could not be saved', FAILURE)}>Error toast</Button>
      </div>
      <ContextMenu items={ITEMS}>
        <div className="rounded-control border border-line border-dashed p-4 text-ink-3">
          Right-click here
        </div>
      </ContextMenu>
      <div className="h-24 rounded-control border border-line">
        <Panels orientation="horizontal">
          <Panel className="p-3">Left</Panel>
          <PanelBorder label="Width of the left side" />
          <Panel className="p-3">Right</Panel>
        </Panels>
      </div>
      <Dialog
        open={opened === 'dialog'}
        onOpenChange={close}
        title="A dialog"
        description="What it is for."
        footer={<Button variant="primary">Do it</Button>}
      >
        Its content.
      </Dialog>
      <ConfirmDialog
        open={opened === 'confirm'}
        onOpenChange={close}
        title="Cancel this run?"
        action="Cancel the run"
        danger
        onConfirm={close}
      >
        What has been done stays done.
      </ConfirmDialog>
      <CommandDialog
        open={opened === 'command'}
        onOpenChange={close}
        label="Go to anything"
        placeholder="Search"
        search={search}
        onSearch={setSearch}
      >
        <CommandGroup heading="Pages">
          <CommandItem value="runs" keys="Alt+2" onSelect={close}>
            Runs
          </CommandItem>
        </CommandGroup>
      </CommandDialog>
    </div>
  )
}
