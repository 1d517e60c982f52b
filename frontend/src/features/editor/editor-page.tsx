import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { UnparsedTexts } from '@/features/expression'
import { LevelContext, usePermission } from '@/shared/api/me'
import type { WorkflowRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { ErrorState } from '@/shared/ui/error-state'
import { fetched } from '@/shared/ui/fetched'
import { Spinner } from '@/shared/ui/spinner'
import { notifyError } from '@/shared/ui/toaster'
import { catalogQuery, renameWorkflow, workflowQuery } from './api'
import { Builder } from './builder'
import type { NodeCatalog } from './document/catalog'
import { type EditedGraph, readGraph } from './document/graph'
import type { Editor } from './editor'
import { EditorContext } from './editor-context'
import { Header } from './header'
import { Sheets } from './sheets'
import { useOpenEditor } from './use-open-editor'
import { usePlaced } from './use-placed'
import { useRun } from './use-run'
import { useWide } from './use-wide'

const NarrowView = fetched(async () => (await import('./narrow-view')).NarrowView)

type EditorPageProps = {
  workflowId: string
  /** A past run to begin with, as the page of a run leads here. */
  runId?: string | undefined
}

/** The builder of one workflow. */
export function EditorPage({ workflowId, runId }: EditorPageProps) {
  const workflow = useQuery(workflowQuery(workflowId))
  const catalog = useQuery(catalogQuery)
  if (workflow.data && catalog.data)
    return <PlacedBuilder workflow={workflow.data} catalog={catalog.data} runId={runId} />
  // What is open stays open, whatever is asked for again.
  const failed = workflow.isError ? workflow : catalog.isError ? catalog : null
  return failed ? <ErrorState error={failed.error} onRetry={() => failed.refetch()} /> : <Opening />
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

/** The editor is of the page, not of its width: a window that narrows for a while loses nothing. */
function OpenBuilder({ workflow, catalog, runId, graph }: BuilderProps & { graph: EditedGraph }) {
  const editor = useOpenEditor(workflow, graph, catalog)
  const run = useRun(editor, runId)
  const isWide = useWide()
  const client = useQueryClient()
  const { name, latest_version: liveVersion } = workflow
  const know = (news: Partial<WorkflowRead>) =>
    client.setQueryData(
      workflowQuery(workflow.id).queryKey,
      (known) => known && { ...known, ...news },
    )
  const rename = (next: string) => {
    know({ name: next })
    renameWorkflow(workflow.id, next).catch((error: unknown) => {
      know({ name })
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
          {isWide ? (
            <UnparsedTexts value={editor.unparsed}>
              <Header
                name={name}
                liveVersion={liveVersion}
                onRename={rename}
                onStop={run.goesOn ? () => run.trials.stop() : null}
              />
              <Builder editor={editor} run={run} />
            </UnparsedTexts>
          ) : (
            <NarrowView name={name} run={run.store} />
          )}
          <Sheets
            run={run}
            liveVersion={liveVersion}
            onPublished={(latest_version) => know({ latest_version })}
          />
        </main>
      </EditorContext>
    </LevelContext>
  )
}
