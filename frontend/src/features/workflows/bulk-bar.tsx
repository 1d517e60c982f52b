import { useQuery } from '@tanstack/react-query'
import { Archive, ArchiveRestore, Download, FolderInput, Star, Tag, X } from 'lucide-react'
import { useState } from 'react'
import { plural, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Menu } from '@/shared/ui/menu'
import { useArranging } from './arranging'
import { exportWorkflows } from './exchange'
import { inOrder } from './folder-nav'
import { foldersQuery } from './folders-queries'
import { NameDialog } from './name-dialog'

type BulkBarProps = {
  chosen: ReadonlySet<string>
  archived: boolean
  onNone: () => void
}

/** What can be done to all that are chosen. */
export function BulkBar({ chosen, archived, onNone }: BulkBarProps) {
  const [tagging, setTagging] = useState(false)
  const arrange = useArranging(onNone)
  const { data: folders = [] } = useQuery(foldersQuery)
  const workflow_ids = [...chosen]
  const move = (folder_id: string | null) =>
    arrange.mutate({ workflow_ids, action: 'move', folder_id })
  const places = [
    { label: t('Out of all folders'), onSelect: () => move(null) },
    ...inOrder(folders).map((folder) => ({
      label: folder.parent_id ? `– ${folder.name}` : folder.name,
      onSelect: () => move(folder.id),
    })),
  ]
  return (
    <section
      aria-label={t('Chosen workflows')}
      className="flex flex-wrap items-center gap-2 border-line border-b bg-accent-wash px-4 py-2"
    >
      <p className="mr-2 font-medium">
        {t('{count} chosen', {
          count: plural(chosen.size, '{count} workflow', '{count} workflows'),
        })}
      </p>
      <Button
        size="sm"
        needs="edit"
        onClick={() => arrange.mutate({ workflow_ids, action: archived ? 'unarchive' : 'archive' })}
      >
        {archived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
        {archived ? t('Bring back') : t('Archive')}
      </Button>
      <Menu
        align="start"
        trigger={
          <Button size="sm" needs="edit">
            <FolderInput aria-hidden />
            {t('Move to…')}
          </Button>
        }
        items={places}
      />
      <Button size="sm" needs="edit" onClick={() => setTagging(true)}>
        <Tag aria-hidden />
        {t('Tag…')}
      </Button>
      <Button
        size="sm"
        onClick={() => arrange.mutate({ workflow_ids, action: 'star' })}
        needs="edit"
      >
        <Star aria-hidden />
        {t('Star')}
      </Button>
      <Button size="sm" onClick={() => exportWorkflows(workflow_ids, 'yaml')}>
        <Download aria-hidden />
        {t('Export')}
      </Button>
      <Button size="sm" variant="ghost" onClick={onNone}>
        <X aria-hidden />
        {t('Choose none')}
      </Button>
      {tagging && (
        <NameDialog
          title={t('Tag the chosen workflows')}
          action={t('Tag')}
          label={t('Tag')}
          placeholder="shop"
          onClose={() => setTagging(false)}
          pending={arrange.isPending}
          error={arrange.error}
          onName={(tag) =>
            arrange.mutate(
              { workflow_ids, action: 'tag', tag },
              { onSuccess: () => setTagging(false) },
            )
          }
        />
      )}
    </section>
  )
}
