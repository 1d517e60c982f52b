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

export type AccountSessionRead = Schemas['AccountSessionRead']
export type InvitationCreate = Schemas['InvitationCreate']
export type InvitationCreated = Schemas['InvitationCreated']
export type InvitationRead = Schemas['InvitationRead']
export type InvitationShown = Schemas['InvitationShown']
export type MemberRead = Schemas['MemberRead']
export type PasskeyOptions = Schemas['PasskeyOptions']
export type PasskeyRead = Schemas['PasskeyRead']
export type SecondFactorBegun = Schemas['SecondFactorBegun']
export type AccountRead = Schemas['AccountRead']
export type ActRead = Schemas['ActRead']
export type ApiKeyCreate = Schemas['ApiKeyCreate']
export type ApiKeyCreated = Schemas['ApiKeyCreated']
export type ApiKeyRead = Schemas['ApiKeyRead']
export type ApprovalRead = Schemas['ApprovalRead']
export type AttemptRead = Schemas['AttemptRead']
export type AuditCheck = Schemas['AuditCheck']
export type AuditRead = Schemas['AuditRead']
export type BulkCreate = Schemas['BulkCreate']
export type ChunkRule = Schemas['ChunkRule']
export type DocumentRead = Schemas['DocumentRead']
export type KnowledgeBaseCreate = Schemas['BaseCreate']
export type KnowledgeBaseRead = Schemas['BaseRead']
export type KnowledgeBaseWrite = Schemas['BaseWrite']
export type KnowledgeHit = Schemas['HitRead']
export type KnowledgeSearch = Schemas['SearchCreate']
export type BudgetRead = Schemas['BudgetRead']
export type BudgetWrite = Schemas['BudgetWrite']
export type MemoryEntry = Schemas['MemoryEntryRead']
export type MemoryRead = Schemas['MemoryRead']
export type ModelRead = Schemas['ModelRead']
export type ModelTried = Schemas['ModelTriedRead']
export type ModelTry = Schemas['ModelTry']
export type AskedCall = Schemas['AskedRead']
export type ReplayCreate = Schemas['ReplayCreate']
export type RoundRead = Schemas['RoundRead']
export type ToldMessage = Schemas['ToldRead']
export type UsageFigures = Schemas['FiguresRead']
export type UsageRead = Schemas['UsageRead']
export type UsageRow = Schemas['UsageRowRead']
export type BulkPreview = Schemas['BulkPreview']
export type BulkRead = Schemas['BulkRead']
export type DashboardRead = Schemas['DashboardRead']
export type DeadLetterRead = Schemas['DeadLetterRead']
export type DraftRead = Schemas['DraftRead']
export type DraftSaved = Schemas['DraftSaved']
export type Edge = Schemas['Edge']
export type ErrorRead = Schemas['ErrorRead']
export type FiringRead = Schemas['FiringRead']
export type FolderRead = Schemas['FolderRead']
export type ForkCreate = Schemas['ForkCreate']
export type ForkPreview = Schemas['ForkPreview']
export type ForkStepRead = Schemas['ForkStepRead']
export type Graph = Schemas['Graph']
export type GraphDocument = Schemas['GraphDocument']
export type GripRead = Schemas['GripRead']
export type HeldRead = Schemas['HeldRead']
export type ImportRead = Schemas['ImportRead']
export type ImportWrite = Schemas['ImportWrite']
export type MeRead = Schemas['MeRead']
export type Node = Schemas['Node']
export type NodeTypeRead = Schemas['NodeTypeRead']
export type NodeTypeUsage = Schemas['NodeTypeUsage']
export type Permission = MeRead['permissions'][number]
export type ProblemRead = Schemas['ProblemRead']
export type Published = Schemas['Published']
export type RetryCreate = Schemas['RetryCreate']
export type Role = MemberRead['role']
export type RunGraph = Schemas['RunGraph']
export type RunRead = Schemas['RunRead']
export type QueueRead = Schemas['QueueRead']
export type CredentialCreate = Schemas['CredentialCreate']
export type CredentialRead = Schemas['CredentialRead']
export type CredentialTried = Schemas['CredentialTried']
export type CredentialTypeRead = Schemas['CredentialTypeRead']
export type CredentialUpdate = Schemas['CredentialUpdate']
export type CredentialUseRead = Schemas['CredentialUseRead']
export type CircuitRead = Schemas['CircuitRead']
export type LogLineRead = Schemas['LogLineRead']
export type RunStatus = Schemas['RunStatus']
export type RunSummary = Schemas['RunSummary']
export type ScheduleTimes = Schemas['ScheduleTimes']
export type ServiceAccountCreate = Schemas['ServiceAccountCreate']
export type ServiceAccountRead = Schemas['ServiceAccountRead']
export type SessionRead = Schemas['SessionRead']
export type StepRead = Schemas['StepRead']
export type StepStatus = Schemas['StepStatus']
export type StepPolicyWrite = Schemas['StepPolicyWrite']
export type StepRetryWrite = Schemas['StepRetryWrite']
export type TemplateRead = Schemas['TemplateRead']
export type TriggerCreate = Schemas['TriggerCreate']
export type TriggerRead = Schemas['TriggerRead']
export type TriggerTypeRead = Schemas['TriggerTypeRead']
export type TriggerUpdate = Schemas['TriggerUpdate']
export type TryingRead = Schemas['TryingRead']
export type VersionRead = Schemas['VersionRead']
export type VersionSummary = Schemas['VersionSummary']
export type WorkflowArrange = Schemas['WorkflowArrange']
export type WorkflowRead = Schemas['WorkflowRead']
export type WorkflowSettingsRead = Schemas['WorkflowSettingsRead']
export type WorkflowSettingsWrite = Schemas['WorkflowSettingsWrite']
export type WorkflowSummary = Schemas['WorkflowSummary']

/** One attempt at one step, as it is now. Large values come as `{$preview, size}`. */
export type StepEvent = Omit<AttemptRead, 'attempt'> & {
  node_id: string
  iteration: string
  attempt: number
  /** The run that did this step, where this one only took over what it gave. */
  reused_from?: string | null
  /** Its output was given by a person; it did not run. */
  pinned?: boolean
}

/** One change of a run, as the event stream sends it. */
export type RunEvent =
  | { seq: number; kind: 'step'; step: StepEvent; run: null }
  | { seq: number; kind: 'run'; step: null; run: RunRead }
