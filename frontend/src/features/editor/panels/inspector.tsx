import { Maximize2, X } from 'lucide-react'
import { t } from '@/shared/i18n/texts'
import { fetched } from '@/shared/ui/fetched'
import { IconButton } from '@/shared/ui/icon-button'
import { Tabs } from '@/shared/ui/tabs'
import { findNode, type GraphNode } from '../document/graph'
import { useEditor, useEditorState } from '../editor-context'
import { soleNode } from '../store'
import type { BuilderRun } from '../use-run'
import { ConfigTab } from './config-tab'
import { DocsTab } from './docs-tab'
import { HeldStep } from './held-step'
import { NodeHeading } from './node-heading'
import { OutlinePanel } from './outline-panel'
import { PolicyTab } from './policy-tab'
import { StepFailure } from './step-failure'
import { StepWaits } from './step-waits'

const DataTab = fetched(async () => (await import('./data-tab')).DataTab)

type InspectorProps = { run: BuilderRun }

/** The chosen step; with none chosen, the workflow as an outline. */
export function Inspector({ run }: InspectorProps) {
  const nodeId = useEditorState(soleNode)
  const node = useEditorState(({ graph }) => (nodeId ? findNode(graph, nodeId) : undefined))
  const isWide = useEditorState((state) => state.wideInspector)
  // The same step is shown large: not twice.
  if (node && isWide) return null
  return (
    <aside
      aria-label={t('Inspector')}
      data-region="inspector"
      tabIndex={-1}
      className="flex h-full flex-col bg-surface outline-none"
    >
      {node ? (
        <NodeInspector key={node.id} node={node} run={run} />
      ) : (
        <OutlinePanel run={run.store} />
      )}
    </aside>
  )
}

type NodeInspectorProps = { node: GraphNode; run: BuilderRun }

function NodeInspector({ node, run }: NodeInspectorProps) {
  const editor = useEditor()
  const tab = useEditorState((state) => state.tab)
  const type = editor.catalog.of(node)
  return (
    <>
      <header className="flex items-start gap-2 border-line border-b px-4 pt-3 pb-2">
        <NodeHeading node={node} type={type} />
        <IconButton
          icon={Maximize2}
          label={t('Input, settings and output side by side')}
          keys="Shift+F"
          size="icon-sm"
          onClick={() => editor.store.setState({ wideInspector: true })}
        />
        <IconButton
          icon={X}
          label={t('Close')}
          keys="Esc"
          size="icon-sm"
          onClick={() => editor.select([])}
        />
      </header>
      <StepFailure nodeId={node.id} runStore={run.store} />
      <HeldStep node={node} runStore={run.store} />
      <StepWaits node={node} runStore={run.store} />
      <Tabs
        label={t('What is shown of the step')}
        className="min-h-0 flex-1"
        listClassName="px-4"
        panelClassName="overflow-y-auto"
        value={tab}
        onValue={(next) => editor.store.setState({ tab: next })}
        tabs={[
          { value: 'config', label: t('Config'), content: <ConfigTab node={node} type={type} /> },
          { value: 'policy', label: t('Policy'), content: <PolicyTab node={node} type={type} /> },
          {
            value: 'data',
            label: t('Last run'),
            content: <DataTab node={node} run={run} />,
          },
          { value: 'docs', label: t('Docs'), content: <DocsTab type={type} /> },
        ]}
      />
    </>
  )
}
