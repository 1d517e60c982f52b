import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  Archive,
  Ellipsis,
  Folder,
  FolderOpen,
  FolderPlus,
  Inbox,
  type LucideIcon,
  Star,
  Workflow,
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { mayEdit, ShareDialog } from '@/features/sharing'
import { usePermission } from '@/shared/api/me'
import type { FolderRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { IconButton } from '@/shared/ui/icon-button'
import { Menu, type MenuItem } from '@/shared/ui/menu'
import { notify, notifyError } from '@/shared/ui/toaster'
import { changeFolder, createFolder, foldersQuery, removeFolder } from './folders-queries'
import { inPlace, type WorkflowFilters } from './list-filters'
import { NameDialog } from './name-dialog'
import { Restricted } from './restricted'
import { workflowsKey } from './workflows-queries'

type FolderNavProps = { filters: WorkflowFilters; onFilters: (filters: WorkflowFilters) => void }

type Asked =
  | { kind: 'create'; parent: FolderRead | null }
  | { kind: 'rename'; folder: FolderRead }
  | { kind: 'share'; folder: FolderRead }
  | { kind: 'remove'; folder: FolderRead }

/** Places to look in: all, starred, folders, archived. */
export function FolderNav({ filters, onFilters }: FolderNavProps) {
  const folders = useQuery(foldersQuery)
  const [asked, setAsked] = useState<Asked | null>(null)
  const go = (place: Parameters<typeof inPlace>[1]) => onFilters(inPlace(filters, place))
  const isAll = !filters.folder && !filters.starred && !filters.archived
  const tree = inOrder(folders.data ?? [])
  return (
    <nav
      aria-label={t('Folders')}
      className="hidden w-52 shrink-0 overflow-auto border-line border-r p-2 wide:block"
    >
      <Place icon={Workflow} label={t('All workflows')} isHere={isAll} onGo={() => go({})} />
      <Place
        icon={Star}
        label={t('Starred')}
        isHere={filters.starred === true}
        onGo={() => go({ starred: true })}
      />
      <div className="mt-3 mb-1 flex items-center justify-between pl-2">
        <h2 className="font-medium text-ink-3 text-xs">{t('Folders')}</h2>
        <IconButton
          icon={FolderPlus}
          label={t('New folder')}
          size="icon-sm"
          needs="edit"
          onClick={() => setAsked({ kind: 'create', parent: null })}
        />
      </div>
      {tree.map((folder) => (
        <FolderPlace
          key={folder.id}
          folder={folder}
          isHere={filters.folder === folder.id}
          onGo={() => go({ folder: folder.id })}
          onAsk={setAsked}
        />
      ))}
      {tree.length > 0 && (
        <Place
          icon={Inbox}
          label={t('In no folder')}
          isHere={filters.folder === 'none'}
          onGo={() => go({ folder: 'none' })}
        />
      )}
      <div className="mt-3">
        <Place
          icon={Archive}
          label={t('Archived')}
          isHere={filters.archived === true}
          onGo={() => go({ archived: true })}
        />
      </div>
      {asked && <FolderDialog asked={asked} onClose={() => setAsked(null)} onGone={() => go({})} />}
    </nav>
  )
}

/** Each folder, and after it those that lie in it. */
export function inOrder(folders: readonly FolderRead[]): FolderRead[] {
  const outer = folders.filter((each) => each.parent_id === null)
  return outer.flatMap((each) => [each, ...folders.filter((inner) => inner.parent_id === each.id)])
}

type PlaceProps = {
  icon: LucideIcon
  label: string
  isHere: boolean
  onGo: () => void
  count?: number
  isInner?: boolean
  mark?: ReactNode
}

function Place({ icon: Icon, label, isHere, onGo, count, isInner = false, mark }: PlaceProps) {
  return (
    <button
      type="button"
      aria-current={isHere ? 'true' : undefined}
      onClick={onGo}
      className={cn(
        'flex h-8 w-full items-center gap-2 rounded-control px-2 text-left text-ink-2 text-sm hover:bg-sunken hover:text-ink',
        isInner && 'pl-6',
        isHere && 'bg-sunken font-medium text-ink',
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-ink-3" />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {mark}
      {count !== undefined && <span className="num text-ink-3 text-xs">{count}</span>}
    </button>
  )
}

type FolderPlaceProps = {
  folder: FolderRead
  isHere: boolean
  onGo: () => void
  onAsk: (asked: Asked) => void
}

function FolderPlace({ folder, isHere, onGo, onAsk }: FolderPlaceProps) {
  const disabled = !usePermission('edit') || !mayEdit(folder)
  const items: MenuItem[] = [
    { label: t('Share…'), onSelect: () => onAsk({ kind: 'share', folder }) },
    { label: t('Rename…'), disabled, onSelect: () => onAsk({ kind: 'rename', folder }) },
    ...(folder.parent_id === null
      ? [
          {
            label: t('New folder inside…'),
            disabled,
            onSelect: () => onAsk({ kind: 'create', parent: folder }),
          },
        ]
      : []),
    'separator',
    {
      label: t('Remove…'),
      danger: true,
      disabled,
      onSelect: () => onAsk({ kind: 'remove', folder }),
    },
  ]
  return (
    <div className="group relative">
      <Place
        icon={isHere ? FolderOpen : Folder}
        label={folder.name}
        isHere={isHere}
        onGo={onGo}
        count={folder.workflows}
        isInner={folder.parent_id !== null}
        mark={folder.restricted && <Restricted />}
      />
      <div className="absolute top-0.5 right-0.5 opacity-0 focus-within:opacity-100 group-hover:opacity-100">
        <Menu
          trigger={
            <IconButton
              icon={Ellipsis}
              label={t('Actions for the folder {name}', { name: folder.name })}
              size="icon-sm"
              className="bg-surface"
            />
          }
          items={items}
        />
      </div>
    </div>
  )
}

type FolderDialogProps = { asked: Asked; onClose: () => void; onGone: () => void }

function FolderDialog({ asked, onClose, onGone }: FolderDialogProps) {
  const queryClient = useQueryClient()
  const done = () => {
    queryClient.invalidateQueries({ queryKey: workflowsKey })
    onClose()
  }
  const create = useMutation({ mutationFn: createFolder, onSuccess: done })
  const rename = useMutation({ mutationFn: changeFolder, onSuccess: done })
  const remove = useMutation({
    mutationFn: removeFolder,
    onSuccess: () => {
      notify(t('The folder is gone; its workflows stay'))
      onGone()
      done()
    },
    onError: (error) => notifyError(t('The folder is still there'), error),
  })
  if (asked.kind === 'remove') {
    return (
      <ConfirmDialog
        open
        danger
        title={t('Remove the folder “{name}”?', { name: asked.folder.name })}
        action={t('Remove')}
        onOpenChange={(open) => !open && onClose()}
        onConfirm={() => remove.mutate(asked.folder.id)}
      >
        {t('Folders in it go too. No workflow goes: they move to where the folder lay.')}
      </ConfirmDialog>
    )
  }
  if (asked.kind === 'share') {
    const { id, name, level } = asked.folder
    return <ShareDialog shared={{ kind: 'folder', id, name }} level={level} onClose={onClose} />
  }
  const change = asked.kind === 'create' ? create : rename
  return (
    <NameDialog
      title={asked.kind === 'create' ? t('New folder') : t('Rename the folder')}
      action={asked.kind === 'create' ? t('Create') : t('Rename')}
      placeholder={t('Shop')}
      initial={asked.kind === 'rename' ? asked.folder.name : ''}
      onClose={onClose}
      pending={change.isPending}
      error={change.error}
      onName={(name) =>
        asked.kind === 'create'
          ? create.mutate({ name, parent_id: asked.parent?.id ?? null })
          : rename.mutate({ id: asked.folder.id, name, parent_id: asked.folder.parent_id })
      }
    />
  )
}
