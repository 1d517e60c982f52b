/** Trying the draft out: parts of it, with pins and breakpoints, and going step by step. */

import type { QueryClient } from '@tanstack/react-query'
import { isFinalRun, type RunStore } from '@/features/run-stream'
import type { FormValue } from '@/features/schema-form'
import type { JsonValue, StepRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { notify, notifyError } from '@/shared/ui/toaster'
import {
  cancelRun,
  lastRunQuery,
  pauseRun,
  type RunKey,
  resumeRun,
  runDataQuery,
  setBreakpoints,
  startRun,
  startTestRun,
  stepRun,
} from './api'
import { inputSchemaOf } from './document/start-input'
import {
  breakpointsOf,
  type Part,
  type Pin,
  trialOf,
  withBreakpoint,
  withPin,
} from './document/trial'
import type { Editor } from './editor'
import { leftToSay, savedRevision } from './saved-draft'

/** Checks input by its schema, which is more than the builder needs to open. */
const runInput = () => import('./dialogs/run-input')

type Started = { version?: number | null; part?: Part | null; key?: RunKey | null }

export class Trials {
  readonly #editor: Editor
  readonly #client: QueryClient
  #run: RunStore | null = null
  #isStarting = false

  constructor(editor: Editor, client: QueryClient) {
    this.#editor = editor
    this.#client = client
  }

  /** Which run is on the canvas. */
  follow(run: RunStore) {
    this.#run = run
  }

  get #state() {
    return this.#editor.store.getState()
  }

  /** Of the run on the canvas, while it goes on. */
  get #liveRun(): string | null {
    const { runId } = this.#state
    const status = this.#run?.getState().run?.status
    return runId && status && !isFinalRun(status) ? runId : null
  }

  /** Show a past run on the canvas; what it was given is what the next one gets. */
  async load(runId: string) {
    const editor = this.#editor
    const data = await this.#client.fetchQuery(runDataQuery(runId)).catch((error: unknown) => {
      notifyError(t('The run was not loaded.'), error)
      return null
    })
    if (!data) return
    if (data.run.workflow_id !== editor.workflowId)
      return editor.refuse(t('That is a run of another workflow.'))
    const { rememberInput } = await runInput()
    rememberInput(editor.workflowId, data.run.input as FormValue)
    editor.store.setState({ runId, showDrawer: true })
    // Previews and completion know its data from now on.
    this.#client.setQueryData(lastRunQuery(editor.workflowId).queryKey, runId)
    editor.announce(t('The run is on the canvas.'))
  }

  /** Run the draft from the step that failed in the run on the canvas, with what came before it there. */
  retryFromFailed() {
    const { runId } = this.#state
    const steps = Object.values(this.#run?.getState().nodes ?? {})
    const failed = steps.find(({ newest }) => newest.status === 'failed')
    const nodeId = failed?.node_id
    if (!runId || !nodeId || !this.#editor.bodies.has(nodeId))
      return this.#editor.refuse(t('The step that failed is not in the draft any more.'))
    const outer = this.#editor.bodies.around(nodeId).at(-1) ?? nodeId
    return this.runPart({ mode: 'from', node_id: outer })
  }

  // Starting

  /** Each run may be a real call: what is pressed again while one is being started starts no second. */
  async runPart(part: Part) {
    if (this.#isStarting) return
    this.#isStarting = true
    await this.#startPart(part).finally(() => {
      this.#isStarting = false
    })
  }

  /** With the input given last; asks for it where it does not fit. */
  async #startPart(part: Part) {
    const editor = this.#editor
    const schema = inputSchemaOf(editor.graph)
    const { firstInput, inputFaults } = await runInput()
    const input = firstInput(editor.workflowId, schema)
    if (part.mode === 'up_to' && inputFaults(schema, input).size > 0) {
      editor.store.setState({ sheet: { kind: 'run', part } })
      return
    }
    await this.start(input, { part }).catch((failure: unknown) => {
      const error = leftToSay(failure, editor.autosave)
      if (error !== null) notifyError(t('The test run did not start.'), error)
    })
  }

  /** `version` runs what is live; null the draft, or a part of it. */
  async start(input: FormValue, what: Started) {
    const editor = this.#editor
    const { rememberInput } = await runInput()
    rememberInput(editor.workflowId, input)
    // The draft runs as the server has it: as it is on the screen, or not at all.
    const revision = what.version ? null : await savedRevision(editor.autosave)
    const run = await this.#send(input as JsonValue, what, revision)
    editor.store.setState({ runId: run.id, showDrawer: true })
    editor.announce(what.part ? t('The test run has started.') : t('The run has started.'))
  }

  async #send(
    input: JsonValue,
    { version = null, part = null, key = null }: Started,
    revision: number | null,
  ) {
    const { workflowId, graph, catalog } = this.#editor
    const { pins, breakpoints } = trialOf(graph, this.#state.trial)
    const isLive = revision === null
    if (isLive) return startRun(workflowId, { input, version, revision, breakpoints: [], key })
    const start = graph.nodes.find((node) => node.type === 'start')
    const isPinned = Object.keys(pins).length > 0
    // All of the draft with pins is the part that begins at its start.
    const tried = part ?? (isPinned && start ? { mode: 'from' as const, node_id: start.id } : null)
    if (!tried)
      return startRun(workflowId, {
        input,
        version,
        revision,
        breakpoints: [...breakpoints],
        key,
      })
    const { [tried.node_id]: own, ...others } = pins
    const body = {
      ...tried,
      input,
      // What is asked to run, runs.
      pins: own && tried.mode === 'only' ? others : pins,
      run_id: part && part.mode !== 'up_to' ? await this.#earlierRun() : null,
      breakpoints: breakpointsOf(graph, { pins, breakpoints }, tried, catalog),
    }
    return startTestRun(workflowId, body, revision)
  }

  async #earlierRun(): Promise<string | null> {
    const { runId } = this.#state
    if (runId && !this.#liveRun) return runId
    return this.#client.fetchQuery(lastRunQuery(this.#editor.workflowId)).catch(() => null)
  }

  // Pins

  /** Pin what the step gave last; a pinned one is let go. */
  async togglePin(nodeId: string) {
    if (this.#state.trial.pins[nodeId]) return this.pin(nodeId, null)
    const step = await this.#lastStep(nodeId)
    const hasOutput = step?.status === 'succeeded'
    this.pin(nodeId, hasOutput ? { output: step.output as JsonValue, port: step.port } : NO_OUTPUT)
    if (!hasOutput) {
      this.#editor.select([nodeId])
      this.#editor.store.setState({ tab: 'data' })
      notify(t('The step has not run yet: write the output that it is to give.'))
    }
  }

  pin(nodeId: string, pin: Pin | null, mergeKey?: string) {
    const title = this.#editor.titleOf(nodeId)
    const trial = withPin(this.#state.trial, nodeId, pin)
    const label = pin ? t('Pin the output of {title}', { title }) : t('Unpin {title}', { title })
    this.#editor.setTrial(trial, label, mergeKey)
    this.#editor.announce(
      pin ? t('Output of {title} pinned.', { title }) : t('{title} unpinned.', { title }),
    )
  }

  async #lastStep(nodeId: string): Promise<StepRead | undefined> {
    const runId = this.#state.runId ?? (await this.#earlierRun())
    if (!runId) return undefined
    const query = { ...runDataQuery(runId), staleTime: 0 }
    const data = await this.#client.fetchQuery(query).catch(() => null)
    return data?.steps.find((step) => step.node_id === nodeId)
  }

  // Breakpoints and steps

  /** The run that goes on takes it over at once. */
  toggleBreakpoint(nodeId: string) {
    const trial = withBreakpoint(this.#state.trial, nodeId)
    const isSet = trial.breakpoints.includes(nodeId)
    const title = this.#editor.titleOf(nodeId)
    this.#editor.setTrial(
      trial,
      isSet
        ? t('Set a breakpoint at {title}', { title })
        : t('Remove a breakpoint at {title}', { title }),
    )
    this.#editor.announce(
      isSet
        ? t('A run pauses before {title}.', { title })
        : t('No run pauses before {title} any more.', { title }),
    )
    const runId = this.#liveRun
    if (!runId) return
    const { breakpoints } = trialOf(this.#editor.graph, trial)
    this.#act(setBreakpoints(runId, [...breakpoints]), t('The run did not take the breakpoint.'))
  }

  pause() {
    this.#hold(pauseRun, t('The run was not paused.'))
  }

  resume() {
    this.#hold(resumeRun, t('The run did not go on.'))
  }

  step() {
    this.#hold(stepRun, t('No step was started.'))
  }

  stop() {
    this.#hold(cancelRun, t('The run was not stopped.'))
  }

  #hold(act: (runId: string) => Promise<unknown>, failure: string) {
    const runId = this.#liveRun
    if (!runId) this.#editor.announce(t('No run is under way.'))
    else this.#act(act(runId), failure)
  }

  #act(act: Promise<unknown>, failure: string) {
    act
      .then(() => this.#client.invalidateQueries({ queryKey: ['run', this.#state.runId, 'grip'] }))
      .catch((error: unknown) => notifyError(failure, error))
  }
}

const NO_OUTPUT: Pin = { output: null, port: null }
