import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  ClipboardCheck,
  CornerDownLeft,
  Hand,
  KeyRound,
  Languages,
  LibraryBig,
  ListVideo,
  type LucideIcon,
  Mailbox,
  MessagesSquare,
  Moon,
  Plus,
  Settings,
  Sparkles,
  SquareDot,
  Sun,
  Workflow,
  Zap,
} from 'lucide-react'
import { useState } from 'react'
import { runsQuery } from '@/features/runs'
import { workflowsQuery } from '@/features/workflows'
import { LANGUAGES, type Language, setLanguage } from '@/shared/i18n/language'
import { t } from '@/shared/i18n/texts'
import { useOfferGroups } from '@/shared/lib/offers'
import { shortId } from '@/shared/lib/short-id'
import { EVERYWHERE, useShortcutGroups } from '@/shared/lib/shortcuts'
import { setTheme } from '@/shared/lib/theme'
import { useDebounced } from '@/shared/lib/use-debounced'
import { CommandDialog, CommandGroup, CommandItem } from '@/shared/ui/command'
import { StatusBadge } from '@/shared/ui/status'
import { openSheet } from './shell-store'

const MOST_SHOWN = 6

type CommandPaletteProps = { onClose: () => void }

/** Pages, workflows, runs, and whatever the page below can do: one field for all of it. */
export function CommandPalette({ onClose }: CommandPaletteProps) {
  const [search, setSearch] = useState('')
  const group = { search, onDone: onClose }
  return (
    <CommandDialog
      open
      onOpenChange={(open) => !open && onClose()}
      label={t('Go to anything')}
      placeholder={t('Search workflows, runs, pages and commands')}
      search={search}
      onSearch={setSearch}
      filter={false}
    >
      <Offers {...group} />
      <Actions {...group} />
      <Workflows {...group} />
      <Runs {...group} />
      <Pages {...group} />
    </CommandDialog>
  )
}

type GroupProps = { search: string; onDone: () => void }

const fits = (text: string, search: string) =>
  search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.toLowerCase().includes(word))

/** What is on the page below, as the steps of a workflow. */
function Offers({ search, onDone }: GroupProps) {
  const groups = useOfferGroups()
  return groups.map(({ heading, find }) => {
    const found = search ? find(search).slice(0, MOST_SHOWN) : []
    if (found.length === 0) return null
    return (
      <CommandGroup key={heading} heading={heading}>
        {found.map(({ key, label, detail, go }) => (
          <CommandItem
            key={key}
            value={`offer ${key}`}
            icon={SquareDot}
            onSelect={() => {
              onDone()
              setTimeout(go)
            }}
          >
            {label}
            <span className="ml-2 font-mono text-2xs text-ink-3">{detail}</span>
          </CommandItem>
        ))}
      </CommandGroup>
    )
  })
}

/** The page's own shortcuts, so that nobody has to know them. */
function Actions({ search, onDone }: GroupProps) {
  const groups = useShortcutGroups().filter((group) => group.name !== EVERYWHERE)
  const shortcuts = groups
    .flatMap((group) => group.shortcuts)
    .filter((shortcut) => fits(shortcut.label, search))
  if (shortcuts.length === 0) return null
  return (
    <CommandGroup heading={t('On this page')}>
      {shortcuts.slice(0, search ? undefined : MOST_SHOWN).map((shortcut) => (
        <CommandItem
          key={shortcut.keys}
          value={`action ${shortcut.label}`}
          icon={CornerDownLeft}
          keys={shortcut.keys}
          onSelect={() => {
            onDone()
            // After the dialog has given the focus back.
            setTimeout(() => shortcut.run(new KeyboardEvent('keydown')))
          }}
        >
          {shortcut.label}
        </CommandItem>
      ))}
    </CommandGroup>
  )
}

function Workflows({ search, onDone }: GroupProps) {
  const navigate = useNavigate()
  const { data } = useInfiniteQuery({
    ...workflowsQuery({ search: useDebounced(search.trim(), 120) || undefined }),
    placeholderData: keepPreviousData,
    refetchInterval: false,
  })
  const workflows = data?.pages[0]?.items.slice(0, MOST_SHOWN) ?? []
  if (workflows.length === 0) return null
  return (
    <CommandGroup heading={t('Workflows')}>
      {workflows.map((workflow) => (
        <CommandItem
          key={workflow.id}
          value={`workflow ${workflow.id}`}
          icon={Workflow}
          aside={workflow.last_run && <StatusBadge status={workflow.last_run.status} />}
          onSelect={() => {
            onDone()
            navigate({ to: '/workflows/$workflowId', params: { workflowId: workflow.id } })
          }}
        >
          {workflow.name}
        </CommandItem>
      ))}
    </CommandGroup>
  )
}

function Runs({ search, onDone }: GroupProps) {
  const navigate = useNavigate()
  const { data } = useInfiniteQuery({
    ...runsQuery({ search: useDebounced(search.trim(), 120) || undefined }),
    refetchInterval: false,
  })
  const runs = data?.pages[0]?.items.slice(0, search ? MOST_SHOWN : 3) ?? []
  if (runs.length === 0) return null
  return (
    <CommandGroup heading={t('Runs')}>
      {runs.map((run) => (
        <CommandItem
          key={run.id}
          value={`run ${run.id}`}
          icon={ListVideo}
          aside={<StatusBadge status={run.status} />}
          onSelect={() => {
            onDone()
            navigate({ to: '/runs/$runId', params: { runId: run.id } })
          }}
        >
          {run.workflow_name}
          <span className="ml-2 font-mono text-ink-3 text-xs">{shortId(run.id)}</span>
        </CommandItem>
      ))}
    </CommandGroup>
  )
}

const LANGUAGE_ENTRIES: readonly PageEntry[] = (Object.keys(LANGUAGES) as Language[]).map(
  (language) => ({
    // Found in either language.
    label: `Language, Sprache: ${LANGUAGES[language]}`,
    icon: Languages,
    go: () => setLanguage(language),
  }),
)

type PageEntry = { label: string; icon: LucideIcon; keys?: string; go: () => void }

function Pages({ search, onDone }: GroupProps) {
  const entries = usePages().filter((entry) => fits(entry.label, search))
  if (entries.length === 0) return null
  return (
    <CommandGroup heading={t('Go to')}>
      {entries.map((entry) => (
        <CommandItem
          key={entry.label}
          value={`page ${entry.label}`}
          icon={entry.icon}
          keys={entry.keys}
          onSelect={() => {
            onDone()
            entry.go()
          }}
        >
          {entry.label}
        </CommandItem>
      ))}
    </CommandGroup>
  )
}

function usePages(): PageEntry[] {
  const navigate = useNavigate()
  return [
    {
      label: t('Workflows'),
      icon: Workflow,
      keys: 'Alt+1',
      go: () => navigate({ to: '/workflows' }),
    },
    { label: t('Runs'), icon: ListVideo, keys: 'Alt+2', go: () => navigate({ to: '/runs' }) },
    { label: t('Approvals'), icon: Hand, keys: 'Alt+3', go: () => navigate({ to: '/approvals' }) },
    { label: t('Triggers'), icon: Zap, go: () => navigate({ to: '/triggers' }) },
    { label: t('Knowledge'), icon: LibraryBig, go: () => navigate({ to: '/knowledge' }) },
    { label: t('Models'), icon: Sparkles, go: () => navigate({ to: '/models' }) },
    { label: t('Chats'), icon: MessagesSquare, go: () => navigate({ to: '/chat' }) },
    {
      label: t('Evaluations'),
      icon: ClipboardCheck,
      go: () => navigate({ to: '/evaluations' }),
    },
    { label: t('Node types'), icon: Zap, go: () => navigate({ to: '/node-types' }) },
    {
      label: t('Dead letters'),
      icon: Mailbox,
      go: () => navigate({ to: '/dead-letters' }),
    },
    {
      label: t('New workflow'),
      icon: Plus,
      go: () => navigate({ to: '/workflows', search: { new: true } }),
    },
    {
      label: t('Settings: profile'),
      icon: Settings,
      keys: 'Alt+4',
      go: () => navigate({ to: '/settings' }),
    },
    {
      label: t('Settings: API keys'),
      icon: KeyRound,
      go: () => navigate({ to: '/settings/api-keys' }),
    },
    {
      label: t('Settings: security'),
      icon: Settings,
      go: () => navigate({ to: '/settings/security' }),
    },
    {
      label: t('Settings: workspace'),
      icon: Settings,
      go: () => navigate({ to: '/settings/workspace' }),
    },
    {
      label: t('Settings: members'),
      icon: Settings,
      go: () => navigate({ to: '/settings/members' }),
    },
    {
      label: t('Keyboard shortcuts'),
      icon: CornerDownLeft,
      keys: '?',
      go: () => setTimeout(() => openSheet('shortcuts')),
    },
    { label: t('Theme: light'), icon: Sun, go: () => setTheme('light') },
    { label: t('Theme: dark'), icon: Moon, go: () => setTheme('dark') },
    ...LANGUAGE_ENTRIES,
  ]
}
