/**
 * Saves the draft a moment after each change. Knows revisions, conflicts and lost connections;
 * not the screen, and not how a request is sent.
 */
import { createStore, type StoreApi } from 'zustand'
import { ApiError, type Problem } from '@/shared/api/error'
import type { EditedGraph } from './document/graph'

export type Saved = { revision: number; problems: readonly Problem[] }

export type Theirs = { graph: EditedGraph; revision: number }

export type SaveState =
  | { kind: 'saved'; atMs: number | null }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  /** No answer: tried again by itself. */
  | { kind: 'offline' }
  /** Somebody else saved in between; nothing is sent until a person has chosen. */
  | { kind: 'conflict'; theirs: Theirs }
  /** More than half of the steps would go: the server wants to be told that this is meant. */
  | { kind: 'shrinks'; detail: string }
  | { kind: 'refused'; error: unknown }

export type SaveOptions = { revision: number; force: boolean; keepalive: boolean }

type AutosaveOptions = {
  revision: number
  /** As it is stored at that revision. */
  graph: EditedGraph
  save: (graph: EditedGraph, options: SaveOptions) => Promise<Saved>
  onSaved: (saved: Saved) => void
  readTheirs: (error: ApiError) => Theirs
  delayMs?: number
  retryMs?: number
}

const DELAY_MS = 700
const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 15_000

export class Autosave {
  readonly state: StoreApi<SaveState> = createStore<SaveState>(() => ({
    kind: 'saved',
    atMs: null,
  }))
  #options: AutosaveOptions
  #revision: number
  #base: EditedGraph
  #pending: EditedGraph | null = null
  #sending: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  #force = false

  constructor(options: AutosaveOptions) {
    this.#options = options
    this.#revision = options.revision
    this.#base = options.graph
  }

  /** What was stored last, as far as we know: what both sides of a conflict began with. */
  get base(): EditedGraph {
    return this.#base
  }

  get revision(): number {
    return this.#revision
  }

  /** Something is not on the server yet. */
  get isDirty(): boolean {
    return this.#pending !== null || this.#sending !== null
  }

  /** The document has changed: save it soon. */
  changed(graph: EditedGraph) {
    this.#pending = graph
    // An undo may be the answer to the question whether the steps are meant to go.
    if (this.state.getState().kind === 'shrinks') this.#set({ kind: 'unsaved' })
    if (this.#isBlocked()) return
    if (this.state.getState().kind !== 'offline') this.#set({ kind: 'unsaved' })
    this.#schedule(this.#options.delayMs ?? DELAY_MS)
  }

  /** Save now; done when nothing is left to save or it can't be. */
  async flush(keepalive = false): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#sending) await this.#sending
    if (this.#pending && !this.#isBlocked()) await this.#send(keepalive)
  }

  /** Back online: don't wait for the next try. */
  retryNow() {
    if (this.state.getState().kind === 'offline') this.flush()
  }

  /** Another act than saving found out that somebody else saved in between. */
  overtaken(error: ApiError) {
    this.#set({ kind: 'conflict', theirs: this.#options.readTheirs(error) })
  }

  /** Ours over theirs: the next save names their revision. */
  async keepMine(graph: EditedGraph): Promise<void> {
    const state = this.state.getState()
    if (state.kind !== 'conflict') return
    this.#revision = state.theirs.revision
    this.#force = true
    this.#pending = graph
    this.#set({ kind: 'unsaved' })
    await this.flush()
  }

  /** Theirs over ours; the caller takes their graph as the document. Ours stays in the history. */
  takeTheirs() {
    const state = this.state.getState()
    if (state.kind !== 'conflict') return
    this.#revision = state.theirs.revision
    this.#base = state.theirs.graph
    this.#pending = null
    this.#set({ kind: 'saved', atMs: Date.now() })
  }

  /** It is meant that so many steps go. */
  async confirmShrinking(): Promise<void> {
    if (this.state.getState().kind !== 'shrinks') return
    this.#force = true
    this.#set({ kind: 'unsaved' })
    await this.flush()
  }

  #schedule(ms: number) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), ms)
  }

  #isBlocked(): boolean {
    const { kind } = this.state.getState()
    return kind === 'conflict' || kind === 'shrinks'
  }

  #set(state: SaveState) {
    this.state.setState(state, true)
  }

  async #send(keepalive: boolean): Promise<void> {
    const graph = this.#pending
    if (!graph) return
    this.#pending = null
    if (this.#failures === 0) this.#set({ kind: 'saving' })
    const options = { revision: this.#revision, force: this.#force, keepalive }
    this.#sending = this.#options
      .save(graph, options)
      .then((saved) => this.#succeeded(saved, graph))
      .catch((error: unknown) => this.#failed(error, graph))
      .finally(() => {
        this.#sending = null
      })
    await this.#sending
  }

  #succeeded(saved: Saved, graph: EditedGraph) {
    this.#revision = saved.revision
    this.#base = graph
    this.#failures = 0
    this.#force = false
    this.#set(this.#pending ? { kind: 'unsaved' } : { kind: 'saved', atMs: Date.now() })
    this.#options.onSaved(saved)
    // Changed while it was sent.
    if (this.#pending) this.#schedule(0)
  }

  #failed(error: unknown, graph: EditedGraph) {
    this.#pending ??= graph
    if (!(error instanceof ApiError)) return this.#set({ kind: 'refused', error })
    if (error.status === 0 || error.status >= 500 || error.status === 429) return this.#retryLater()
    if (error.status === 409 && error.code === 'draft_shrinks')
      return this.#set({ kind: 'shrinks', detail: error.detail })
    if (error.status === 409)
      return this.#set({ kind: 'conflict', theirs: this.#options.readTheirs(error) })
    this.#set({ kind: 'refused', error })
  }

  #retryLater() {
    this.#failures += 1
    this.#set({ kind: 'offline' })
    const first = this.#options.retryMs ?? FIRST_RETRY_MS
    this.#schedule(Math.min(first * 2 ** (this.#failures - 1), LONGEST_RETRY_MS))
  }
}
