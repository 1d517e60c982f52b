import { lazy, Suspense } from 'react'
import { t } from '@/shared/i18n/texts'
import { SaveDialogs } from './dialogs/save-dialogs'
import { useEditor, useEditorState } from './editor-context'
import type { BuilderRun } from './use-run'

const AddSheet = lazy(async () => ({
  default: (await import('./dialogs/add-sheet')).AddSheet,
}))
const ConnectSheet = lazy(async () => ({
  default: (await import('./dialogs/connect-sheet')).ConnectSheet,
}))
const CopilotDialog = lazy(async () => ({
  default: (await import('./dialogs/copilot-dialog')).CopilotDialog,
}))
const ExtractDialog = lazy(async () => ({
  default: (await import('./dialogs/extract-dialog')).ExtractDialog,
}))
const FindSheet = lazy(async () => ({
  default: (await import('./dialogs/find-sheet')).FindSheet,
}))
const ReplaceDialog = lazy(async () => ({
  default: (await import('./dialogs/replace-dialog')).ReplaceDialog,
}))
const PastRunsSheet = lazy(async () => ({
  default: (await import('./dialogs/past-runs-sheet')).PastRunsSheet,
}))
const PublishDialog = lazy(async () => ({
  default: (await import('./dialogs/publish-dialog')).PublishDialog,
}))
const RunDialog = lazy(async () => ({
  default: (await import('./dialogs/run-dialog')).RunDialog,
}))

const VersionsDialog = lazy(async () => ({
  default: (await import('./dialogs/versions-dialog')).VersionsDialog,
}))

/** Fetch what opens by a key, so that it opens at once. */
export const loadSheets = () =>
  Promise.all([import('./dialogs/add-sheet'), import('./dialogs/run-dialog')])

type SheetsProps = {
  run: BuilderRun
  liveVersion: number | null
  onPublished: (version: number) => void
}

/** The one dialog that is open, and those that saving brings up by itself. */
export function Sheets(props: SheetsProps) {
  return (
    <>
      <Suspense>
        <OpenSheet {...props} />
      </Suspense>
      <SaveDialogs />
      <Announcer />
    </>
  )
}

function OpenSheet({ run, liveVersion, onPublished }: SheetsProps) {
  const { store } = useEditor()
  const sheet = useEditorState((state) => state.sheet)
  const close = () => store.setState({ sheet: null })
  switch (sheet?.kind) {
    case 'add':
      return <AddSheet place={sheet.place} onClose={close} />
    case 'connect':
      return <ConnectSheet nodeId={sheet.node_id} onClose={close} />
    case 'copilot':
      return <CopilotDialog onClose={close} />
    case 'extract':
      return <ExtractDialog onClose={close} />
    case 'find':
      return <FindSheet onClose={close} />
    case 'replace':
      return <ReplaceDialog onClose={close} />
    case 'past_runs':
      return <PastRunsSheet trials={run.trials} onClose={close} />
    case 'run':
      return (
        <RunDialog
          liveVersion={liveVersion}
          part={sheet.part ?? null}
          trials={run.trials}
          onClose={close}
        />
      )
    case 'publish':
      return <PublishDialog liveVersion={liveVersion} onPublished={onPublished} onClose={close} />
    case 'versions':
      return <VersionsDialog onClose={close} />
    default:
      return null
  }
}

/** Read aloud by screen readers; not seen. */
function Announcer() {
  const announcement = useEditorState((state) => state.announcement)
  return (
    <div role="log" aria-live="polite" aria-label={t('What happened')} className="sr-only">
      {announcement}
    </div>
  )
}
