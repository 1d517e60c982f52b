import { createFileRoute, Outlet } from '@tanstack/react-router'
import { SettingsPage } from '@/features/settings/settings-page'

export const Route = createFileRoute('/_app/settings')({ component: SettingsRoute })

function SettingsRoute() {
  return (
    <SettingsPage>
      <Outlet />
    </SettingsPage>
  )
}
