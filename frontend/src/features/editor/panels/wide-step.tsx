import { Play, X } from 'lucide-react'
import { useState } from 'react'
import { insertAtLastCaret } from '@/features/expression'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { IconButton } from '@/shared/ui/icon-button'
import { Panel, PanelBorder, Panels } from '@/shared/ui/panels'
import { Tabs } from '@/shared/ui/tabs'
import type { GraphNode } from '../document/graph'
import { hasInput } from '../document/ports'
import type { Editor } from '../editor'
import { useEditor } from '../editor-context'
import { letGo } from '../shortcuts'
import type { BuilderRun } from '../use-run'
import { ConfigTab } from './config-tab'
import { StepSide } from './data-tab'
import { DocsTab } from './docs-tab'
import { HeldStep } from './held-step'
import { InputData } from './input-data'
import { NodeHeading } from './node-heading'
import { PinEditor } from './pin-editor'
import { PolicyTab } from './policy-tab'
import { StepFailure } from './step-failure'
import { StepWaits } from './step-waits'

type WideStepProps = { node: GraphNode; run: BuilderRun }

/** A step with room: what comes in, its settings, and what goes out, beside each other. */
export function WideStep({ node, run }: WideStepProps) {
  const editor = useEditor()
  const type = editor.catalog.of(node)
  return (
    <section
      aria-label={t('{step}, large', { step: editor.titleOf(node.id) })}
      data-region="inspector"
      tabIndex={-1}
      className="absolute inset-0 z-30 flex flex-col bg-surface outline-none"
    >
      <header className="flex items-start gap-2 border-line border-b px-4 pt-3 pb-2">
        <NodeHeading node={node} type={type} />
        {hasInput(node) && (
          <Button size="sm" onClick={() => run.trials.runPart({ mode: 'only', node_id: node.id })}>
            <Play aria-hidden /> {t('Run this step')}
          </Button>
        )}
        <IconButton
          icon={X}
          label={t('Back to the canvas')}
          keys="Esc"
          size="icon-sm"
          onClick={() => letGo(editor)}
        />
      </header>
      <Panels orientation="horizontal" className="min-h-0 flex-1">
        <Panel id="wide-input" defaultSize="30%" minSize="220px">
          <Column title={t('Input')}>
            <InputData node={node} onPick={(path) => pick(editor, path)} />
          </Column>
        </Panel>
        <PanelBorder label={t('Width of the input')} />
        <Panel id="wide-config" minSize="320px">
          <StepFailure nodeId={node.id} runStore={run.store} />
          <HeldStep node={node} runStore={run.store} />
          <StepWaits node={node} runStore={run.store} />
          <Settings node={node} />
        </Panel>
        <PanelBorder label={t('Width of the output')} />
        <Panel id="wide-output" defaultSize="32%" minSize="220px">
          <Column title={t('Output')}>
            {hasInput(node) && <PinEditor node={node} trials={run.trials} />}
            <StepSide nodeId={node.id} runStore={run.store} side="output" />
          </Column>
        </Panel>
      </Panels>
    </section>
  )
}

function pick(editor: Editor, path: string) {
  if (!insertAtLastCaret(path)) {
    editor.refuse(t('Put the caret into an expression first, or drag the value to a field.'))
  }
}

type ColumnProps = { title: string; children: React.ReactNode }

function Column({ title, children }: ColumnProps) {
  return (
    <section aria-label={title} className="flex h-full min-h-0 flex-col">
      <h2 className="shrink-0 border-line border-b px-4 py-2 font-semibold text-sm">{title}</h2>
      {children}
    </section>
  )
}

function Settings({ node }: { node: GraphNode }) {
  const editor = useEditor()
  const type = editor.catalog.of(node)
  const [tab, setTab] = useState<'config' | 'policy' | 'docs'>('config')
  return (
    <Tabs
      label={t('What is shown of the step')}
      className="h-full min-h-0"
      listClassName="px-4"
      panelClassName="overflow-y-auto"
      value={tab}
      onValue={setTab}
      tabs={[
        { value: 'config', label: t('Config'), content: <ConfigTab node={node} type={type} /> },
        { value: 'policy', label: t('Policy'), content: <PolicyTab node={node} type={type} /> },
        { value: 'docs', label: t('Docs'), content: <DocsTab type={type} /> },
      ]}
    />
  )
}
