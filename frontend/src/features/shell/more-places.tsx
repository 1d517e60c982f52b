import { useNavigate } from '@tanstack/react-router'
import {
  Boxes,
  ClipboardCheck,
  Ellipsis,
  HeartPulse,
  LayoutTemplate,
  LibraryBig,
  Mailbox,
  Sparkles,
} from 'lucide-react'
import { t } from '@/shared/i18n/texts'
import { useIsWide } from '@/shared/lib/use-is-wide'
import { IconButton } from '@/shared/ui/icon-button'
import { Menu } from '@/shared/ui/menu'
import { RailLink } from './rail-link'

/** Pages that a wide window has room for, and those that stand behind a menu in a narrow one. */
export function MorePlaces() {
  if (!useIsWide()) return <MoreMenu />
  return (
    <>
      <RailLink to="/knowledge" icon={LibraryBig} label={t('Knowledge')} />
      <RailLink to="/models" icon={Sparkles} label={t('Models')} />
      <RailLink to="/evaluations" icon={ClipboardCheck} label={t('Evaluations')} />
    </>
  )
}

function MoreMenu() {
  const navigate = useNavigate()
  return (
    <Menu
      trigger={<IconButton icon={Ellipsis} label={t('More pages')} side="right" />}
      items={[
        {
          label: t('Knowledge'),
          icon: LibraryBig,
          onSelect: () => navigate({ to: '/knowledge' }),
        },
        { label: t('Models'), icon: Sparkles, onSelect: () => navigate({ to: '/models' }) },
        {
          label: t('Evaluations'),
          icon: ClipboardCheck,
          onSelect: () => navigate({ to: '/evaluations' }),
        },
        {
          label: t('Templates'),
          icon: LayoutTemplate,
          onSelect: () => navigate({ to: '/templates' }),
        },
        {
          label: t('Dead letters'),
          icon: Mailbox,
          onSelect: () => navigate({ to: '/dead-letters' }),
        },
        { label: t('Health'), icon: HeartPulse, onSelect: () => navigate({ to: '/health' }) },
        { label: t('Node types'), icon: Boxes, onSelect: () => navigate({ to: '/node-types' }) },
      ]}
    />
  )
}
