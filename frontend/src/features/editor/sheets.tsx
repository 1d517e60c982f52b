import { AddSheet } from './dialogs/add-sheet'
import { ConnectSheet } from './dialogs/connect-sheet'
import { FindSheet } from './dialogs/find-sheet'
import { PublishDialog } from './dialogs/publish-dialog'
import { RunDialog } from './dialogs/run-dialog'
import { SaveDialogs } from './dialogs/save-dialogs'
import { useEditor, useEditorState } from './editor-context'
import type { BuilderRun } from './use-run'

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
    case 'find':
      return <FindSheet onClose={close} />
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
    default:
      return null
  }
}

/** Read aloud by screen readers; not seen. */
function Announcer() {
  const announcement = useEditorState((state) => state.announcement)
  return (
    <div role="log" aria-live="polite" aria-label="What happened" className="sr-only">
      {announcement}
    </div>
  )
}
