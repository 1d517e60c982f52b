import { Link, useNavigate } from '@tanstack/react-router'
import {
  ChevronLeft,
  CircleAlert,
  CloudOff,
  History,
  Play,
  Sparkles,
  Square,
  TriangleAlert,
  Zap,
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useStore } from 'zustand'
import { useRefusal } from '@/shared/api/me'
import { rich } from '@/shared/i18n/rich'
import { Said } from '@/shared/i18n/said'
import { t } from '@/shared/i18n/texts'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { IconButton } from '@/shared/ui/icon-button'
import { Kbd } from '@/shared/ui/kbd'
import { Ago } from '@/shared/ui/time'
import { Tooltip } from '@/shared/ui/tooltip'
import type { SaveState } from './autosave'
import { useEditor, useEditorState } from './editor-context'
import { PeopleHere } from './presence/people'

type HeaderProps = {
  name: string
  liveVersion: number | null
  onRename: (name: string) => void
  /** Null: no run is under way. */
  onStop: (() => void) | null
}

export function Header({ name, liveVersion, onRename, onStop }: HeaderProps) {
  const { store, workflowId } = useEditor()
  const navigate = useNavigate()
  const refusal = useRefusal('edit')
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-line border-b bg-surface pr-3 pl-2">
      <Tooltip label={t('Workflows')}>
        <Link
          to="/workflows"
          aria-label={t('Back to the workflows')}
          className="grid size-7 place-items-center rounded-control text-ink-3 hover:bg-sunken hover:text-ink"
        >
          <ChevronLeft aria-hidden className="size-4" />
        </Link>
      </Tooltip>
      <NameField key={name} name={name} isFixed={refusal !== undefined} onRename={onRename} />
      <Badge>{liveVersion === null ? t('draft') : `v${liveVersion} · ${t('draft')}`}</Badge>
      {refusal ? (
        <Tooltip label={refusal}>
          <span>
            <Badge>{t('to look at')}</Badge>
          </span>
        </Tooltip>
      ) : (
        <SaveStatus />
      )}
      <div className="ml-auto flex items-center gap-2">
        <PeopleHere />
        <ProblemsButton />
        <IconButton
          icon={Sparkles}
          label={t('Copilot')}
          onClick={() => store.setState({ sheet: { kind: 'copilot' } })}
        />
        <IconButton
          icon={Zap}
          label={t('Triggers')}
          onClick={() => navigate({ to: '/triggers', search: { workflow: workflowId } })}
        />
        <IconButton
          icon={History}
          label={t('Versions')}
          keys="Mod+Shift+H"
          onClick={() => store.setState({ sheet: { kind: 'versions' } })}
        />
        {onStop ? (
          <Button needs="run" variant="danger" onClick={onStop}>
            <Square aria-hidden /> {t('Stop')}
          </Button>
        ) : (
          <Tooltip label={t('Run|verb')} keys="Mod+Enter">
            <Button needs="run" onClick={() => store.setState({ sheet: { kind: 'run' } })}>
              <Play aria-hidden /> {t('Run|verb')}
            </Button>
          </Tooltip>
        )}
        <Button
          needs="edit"
          variant="primary"
          onClick={() => store.setState({ sheet: { kind: 'publish' } })}
        >
          {t('Publish')}
        </Button>
      </div>
    </header>
  )
}

type NameFieldProps = { name: string; isFixed: boolean; onRename: (name: string) => void }

export function NameField({ name, isFixed, onRename }: NameFieldProps) {
  const [typed, setTyped] = useState(name)
  const take = () => {
    const trimmed = typed.trim()
    if (trimmed && trimmed !== name) onRename(trimmed)
    else setTyped(name)
  }
  return (
    <h1 className="min-w-0">
      <input
        aria-label={t('Name of the workflow')}
        value={typed}
        maxLength={200}
        readOnly={isFixed}
        size={Math.min(40, Math.max(6, typed.length))}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur()
          if (event.key === 'Escape') setTyped(name)
        }}
        className="h-7 max-w-full truncate rounded-control border border-transparent bg-transparent px-1.5 font-semibold text-md hover:border-line"
      />
    </h1>
  )
}

function SaveStatus() {
  const { autosave } = useEditor()
  const state = useStore(autosave.state)
  return (
    <span
      role="status"
      data-save={state.kind}
      className="flex items-center gap-1.5 truncate text-ink-3 text-xs"
    >
      {saveWords(state)}
    </span>
  )
}

function saveWords(state: SaveState): ReactNode {
  switch (state.kind) {
    case 'saved':
      return state.atMs === null ? (
        t('Saved')
      ) : (
        <>
          {t('Saved')} <Ago at={new Date(state.atMs).toISOString()} />
        </>
      )
    case 'unsaved':
    case 'saving':
      return t('Saving…')
    case 'offline':
      return (
        <>
          <CloudOff aria-hidden className="size-3.5 text-retrying" />{' '}
          {t('Offline: kept here, saved when Noria answers')}
        </>
      )
    case 'conflict':
    case 'shrinks':
      return (
        <>
          <CircleAlert aria-hidden className="size-3.5 text-failed" /> {t('Conflict')}
        </>
      )
    case 'refused':
      return (
        <>
          <CircleAlert aria-hidden className="size-3.5 text-failed" /> {t('Not saved:')}{' '}
          {state.error instanceof Error ? (
            <Said>{state.error.message}</Said>
          ) : (
            t('the server refused it')
          )}
        </>
      )
  }
}

function ProblemsButton() {
  const { store } = useEditor()
  const problems = useEditorState((state) => state.problems)
  const open = useEditorState((state) => state.showProblems)
  const errors = problems.filter((problem) => problem.severity === 'error').length
  return (
    <Tooltip label={t('Problems')} keys="Shift+P">
      <Button
        variant="ghost"
        aria-expanded={open}
        aria-label={t('Problems: {count}', { count: problems.length })}
        onClick={() => store.setState({ showProblems: !open })}
      >
        <TriangleAlert
          aria-hidden
          className={errors > 0 ? 'text-failed' : problems.length > 0 ? 'text-retrying' : undefined}
        />
        <span className="num">{problems.length}</span>
      </Button>
    </Tooltip>
  )
}

/** Shown on an empty canvas. */
export function EmptyHint() {
  return (
    <div className="pointer-events-none absolute inset-0 grid place-items-center">
      <p className="max-w-80 text-center text-ink-2">
        {rich(
          'Draw the first step: drag it from the palette, double-click the canvas, or press {key}.',
          { key: <Kbd keys="N" /> },
        )}
      </p>
    </div>
  )
}
