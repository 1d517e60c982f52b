/** Short names for the generated schemas, spelt as in the API. */
import type { components } from './schema.gen'

type Schemas = components['schemas']

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | { [key: string]: JsonValue }

export type AccountRead = Schemas['AccountRead']
export type ApiKeyCreate = Schemas['ApiKeyCreate']
export type ApiKeyCreated = Schemas['ApiKeyCreated']
export type ApiKeyRead = Schemas['ApiKeyRead']
export type AttemptRead = Schemas['AttemptRead']
export type DraftRead = Schemas['DraftRead']
export type DraftSaved = Schemas['DraftSaved']
export type Edge = Schemas['Edge']
export type ErrorRead = Schemas['ErrorRead']
export type Graph = Schemas['Graph']
export type GraphDocument = Schemas['GraphDocument']
export type MeRead = Schemas['MeRead']
export type Node = Schemas['Node']
export type NodeTypeRead = Schemas['NodeTypeRead']
export type Permission = MeRead['permissions'][number]
export type ProblemRead = Schemas['ProblemRead']
export type Published = Schemas['Published']
export type RunGraph = Schemas['RunGraph']
export type RunRead = Schemas['RunRead']
export type RunStatus = Schemas['RunStatus']
export type RunSummary = Schemas['RunSummary']
export type SessionRead = Schemas['SessionRead']
export type StepRead = Schemas['StepRead']
export type StepStatus = Schemas['StepStatus']
export type VersionRead = Schemas['VersionRead']
export type VersionSummary = Schemas['VersionSummary']
export type WorkflowRead = Schemas['WorkflowRead']
export type WorkflowSummary = Schemas['WorkflowSummary']

/** One attempt at one step, as it is now. Large values come as `{$preview, size}`. */
export type StepEvent = Omit<AttemptRead, 'attempt'> & {
  node_id: string
  iteration: string
  attempt: number
}

/** One change of a run, as the event stream sends it. */
export type RunEvent =
  | { seq: number; kind: 'step'; step: StepEvent; run: null }
  | { seq: number; kind: 'run'; step: null; run: RunRead }
