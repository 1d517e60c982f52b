import { t } from '@/shared/i18n/texts'
import { fetched } from '@/shared/ui/fetched'
import { ConflictDialog, SaveDialogs } from './dialogs/save-dialogs'
import { useEditor, useEditorState } from './editor-context'
import type { BuilderRun } from './use-run'

const AddSheet = fetched(async () => (await import('./dialogs/add-sheet')).AddSheet)
const ConnectSheet = fetched(async () => (await import('./dialogs/connect-sheet')).ConnectSheet)
const CopilotDialog = fetched(async () => (await import('./dialogs/copilot-dialog')).CopilotDialog)
const ExtractDialog = fetched(async () => (await import('./dialogs/extract-dialog')).ExtractDialog)
const FindSheet = fetched(async () => (await import('./dialogs/find-sheet')).FindSheet)
const ReplaceDialog = fetched(async () => (await import('./dialogs/replace-dialog')).ReplaceDialog)
const PastRunsSheet = fetched(async () => (await import('./dialogs/past-runs-sheet')).PastRunsSheet)
const PublishDialog = fetched(async () => (await import('./dialogs/publish-dialog')).PublishDialog)
const RunDialog = fetched(async () => (await import('./dialogs/run-dialog')).RunDialog)
const VersionsDialog = fetched(
  async () => (await import('./dialogs/versions-dialog')).VersionsDialog,
)

/**
 * Fetch them, so that they open at once, and open at all when the connection is lost or Noria is updated
 * meanwhile. The copilot is more than all others, and nothing without its server.
 */
export const loadSheets = () =>
  Promise.all([
    AddSheet.fetch(),
    RunDialog.fetch(),
    ConflictDialog.fetch(),
    ConnectSheet.fetch(),
    ExtractDialog.fetch(),
    FindSheet.fetch(),
    ReplaceDialog.fetch(),
    PastRunsSheet.fetch(),
    PublishDialog.fetch(),
    VersionsDialog.fetch(),
    import('./narrow-view'),
    import('@/shared/ui/toasts'),
  ])

type SheetsProps = {
  run: BuilderRun
  liveVersion: number | null
  onPublished: (version: number) => void
}

/** The one dialog that is open, and those that saving brings up by itself. */
export function Sheets(props: SheetsProps) {
  return (
    <>
      <OpenSheet {...props} />
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
