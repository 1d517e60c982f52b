import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { LevelContext, usePermission } from '@/shared/api/me'
import type { WorkflowRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { ErrorState } from '@/shared/ui/error-state'
import { Spinner } from '@/shared/ui/spinner'
import { notifyError } from '@/shared/ui/toaster'
import { catalogQuery, renameWorkflow, workflowQuery } from './api'
import { Builder } from './builder'
import type { NodeCatalog } from './document/catalog'
import { type EditedGraph, readGraph } from './document/graph'
import type { Editor } from './editor'
import { EditorContext } from './editor-context'
import { Header } from './header'
import { NarrowView } from './narrow-view'
import { Sheets } from './sheets'
import { useOpenEditor } from './use-open-editor'
import { usePlaced } from './use-placed'
import { useRun } from './use-run'
import { useWide } from './use-wide'

type EditorPageProps = {
  workflowId: string
  /** A past run to begin with, as the page of a run leads here. */
  runId?: string | undefined
}

/** The builder of one workflow. */
export function EditorPage({ workflowId, runId }: EditorPageProps) {
  const workflow = useQuery(workflowQuery(workflowId))
  const catalog = useQuery(catalogQuery)
  const isWide = useWide()
  const failed = workflow.isError ? workflow : catalog.isError ? catalog : null
  if (failed) return <ErrorState error={failed.error} onRetry={() => failed.refetch()} />
  if (!workflow.data || !catalog.data) return <Opening />
  if (!isWide) return <NarrowView name={workflow.data.name} graph={workflow.data.draft.graph} />
  return <PlacedBuilder workflow={workflow.data} catalog={catalog.data} runId={runId} />
}

function Opening() {
  return (
    <div role="status" className="grid h-full place-items-center text-ink-3">
      <span className="flex items-center gap-2">
        <Spinner /> {t('Opening the workflow…')}
      </span>
    </div>
  )
}

type BuilderProps = {
  workflow: WorkflowRead
  catalog: NodeCatalog
  runId: string | undefined
}

/** Opens when each step has a place: those of a draft that code made have none yet. */
function PlacedBuilder(props: BuilderProps) {
  // As it is loaded first: what is saved later must not open it anew.
  const [stored] = useState(() => readGraph(props.workflow.draft.graph))
  const graph = usePlaced(stored, props.catalog)
  return graph ? <OpenBuilder {...props} graph={graph} /> : <Opening />
}

/** Who may not edit looks, and tries things out: the server would refuse each save. */
function EditGate({ editor }: { editor: Editor }) {
  const mayEdit = usePermission('edit')
  useEffect(() => editor.store.setState({ mayEdit }), [editor, mayEdit])
  return null
}

function OpenBuilder({ workflow, catalog, runId, graph }: BuilderProps & { graph: EditedGraph }) {
  const editor = useOpenEditor(workflow, graph, catalog)
  const run = useRun(editor, runId)
  const [name, setName] = useState(workflow.name)
  const [liveVersion, setLiveVersion] = useState(workflow.latest_version)
  const rename = (next: string) => {
    setName(next)
    renameWorkflow(workflow.id, next).catch((error: unknown) => {
      setName(name)
      notifyError(t('The workflow was not renamed.'), error)
    })
  }
  return (
    <LevelContext value={workflow.level}>
      <EditorContext value={editor}>
        <main
          id="main"
          aria-label={t('Builder of {name}', { name })}
          className="flex h-full flex-col"
        >
          <EditGate editor={editor} />
          <Header
            name={name}
            liveVersion={liveVersion}
            onRename={rename}
            onStop={run.goesOn ? () => run.trials.stop() : null}
          />
          <Builder editor={editor} run={run} />
          <Sheets run={run} liveVersion={liveVersion} onPublished={setLiveVersion} />
        </main>
      </EditorContext>
    </LevelContext>
  )
}
