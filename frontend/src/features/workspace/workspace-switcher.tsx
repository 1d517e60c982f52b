import { useQuery } from '@tanstack/react-query'
import { Boxes, Check } from 'lucide-react'
import { meQuery } from '@/shared/api/me'
import { t } from '@/shared/i18n/texts'
import { switchWorkspace } from '@/shared/lib/workspace'
import { IconButton } from '@/shared/ui/icon-button'
import { Menu } from '@/shared/ui/menu'

/** From one workspace to another; not there for who is in one only. */
export function WorkspaceSwitcher() {
  const { data: me } = useQuery(meQuery)
  if (!me || me.workspaces.length < 2) return null
  return (
    <Menu
      align="start"
      trigger={
        <IconButton
          icon={Boxes}
          label={t('Workspace: {name}', { name: me.workspace.name })}
          side="right"
        />
      }
      items={me.workspaces.map((workspace) => ({
        label: workspace.name,
        ...(workspace.id === me.workspace.id && { icon: Check }),
        onSelect: () => workspace.id !== me.workspace.id && switchWorkspace(workspace.id),
      }))}
    />
  )
}
