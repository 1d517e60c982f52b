import { Monitor, Moon, Sun } from 'lucide-react'
import { t } from '@/shared/i18n/texts'
import { setTheme, type ThemeChoice, useTheme } from '@/shared/lib/theme'
import { Segmented } from './segmented'

const OPTIONS = [
  { value: 'light', name: 'Light', label: <Sun aria-hidden /> },
  { value: 'dark', name: 'Dark', label: <Moon aria-hidden /> },
  { value: 'system', name: 'As the system', label: <Monitor aria-hidden /> },
] as const satisfies readonly { value: ThemeChoice; name: string; label: unknown }[]

export function ThemeSwitch() {
  return (
    <Segmented
      label={t('Theme')}
      value={useTheme()}
      onValue={setTheme}
      options={OPTIONS.map((option) => ({ ...option, name: t(option.name) }))}
    />
  )
}
