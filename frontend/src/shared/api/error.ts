/** The one error of the API: RFC 9457 problems and lost connections, with text for people. */
import { spoken } from '@/shared/i18n/language'
import { type PlainText, t } from '@/shared/i18n/texts'

/** One broken rule in a graph or a request. */
export type Problem = {
  severity: 'error' | 'warning'
  code: string
  message: string
  node_id?: string | null
  /** JSON pointer, into the node's config when `node_id` is set. */
  field?: string | null
  line?: number | null
  column?: number | null
}

type ApiErrorFacts = {
  /** HTTP status; 0 when no answer came. */
  status: number
  code: string
  title: string
  detail: string
  problems?: readonly Problem[]
  /** Seconds to wait before trying again, when the server says so. */
  retryAfterSeconds?: number | undefined
  /** The whole problem document: a conflict holds both sides here. */
  body?: Readonly<Record<string, unknown>>
}

export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly problems: readonly Problem[]
  readonly retryAfterSeconds: number | undefined
  readonly body: Readonly<Record<string, unknown>>

  constructor(facts: ApiErrorFacts) {
    super(facts.detail || facts.title)
    this.status = facts.status
    this.code = facts.code
    this.title = facts.title
    this.detail = facts.detail
    this.problems = facts.problems ?? []
    this.retryAfterSeconds = facts.retryAfterSeconds
    this.body = facts.body ?? {}
  }
}

/** What is said when the server says nothing that people can read. */
const TITLES: Readonly<Record<number, PlainText>> = {
  0: 'Noria does not answer',
  401: 'Sign in first',
  403: 'You may not do this',
  404: 'Not found',
  409: 'Somebody else was first',
  413: 'That is too large',
  422: 'The input is not valid',
  429: 'Too many requests',
  502: 'Noria is starting or not reachable',
  503: 'A part of Noria is not available',
  504: 'Noria took too long to answer',
}

const titleOf = (status: number) => t(TITLES[status] ?? 'Something went wrong in Noria')

const text = (value: unknown, otherwise: string) =>
  typeof value === 'string' && value.trim() !== '' ? value : otherwise

export function connectionError(): ApiError {
  return new ApiError({
    status: 0,
    code: 'no_connection',
    title: titleOf(0),
    detail: t('Check that Noria is running and that you are online, then try again.'),
  })
}

/** Read a failed answer. Never throws: a proxy's HTML page becomes a plain sentence. */
export async function errorFromResponse(response: Response): Promise<ApiError> {
  const body = await readProblem(response)
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  return new ApiError({
    status: response.status,
    code: text(body.code, `http_${response.status}`),
    title: text(body.title, titleOf(response.status)),
    detail: text(body.detail, ''),
    problems: Array.isArray(body.problems) ? (body.problems as Problem[]) : [],
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
    body,
  })
}

async function readProblem(response: Response): Promise<Record<string, unknown>> {
  if (!response.headers.get('content-type')?.includes('json')) return {}
  try {
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

export type ErrorText = {
  /** What happened. */
  title: string
  /** What to do, or more of what happened; may be empty. */
  detail: string
  /** Stable name, to look up or report. */
  code: string
}

/** What to show for anything that was thrown. A page passes `useSaid()`, to be shown anew when its words come. */
export function errorText(error: unknown, said = spoken().say): ErrorText {
  if (error instanceof ApiError) {
    const wait = error.retryAfterSeconds
    const why = said(error.detail)
    const detail = wait
      ? t('{detail} Try again in {seconds} s.', { detail: why, seconds: Math.ceil(wait) }).trim()
      : why
    return { title: said(error.title), detail, code: error.code }
  }
  return {
    title: t('Something went wrong in this page'),
    detail: error instanceof Error ? error.message : String(error),
    code: error instanceof Error ? error.name : 'unknown',
  }
}
