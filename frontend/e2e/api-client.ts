/** The API as a test needs it: to make what it looks at. */
import { type APIRequestContext, expect } from '@playwright/test'

export type Graph = { nodes: object[]; edges: object[] }
type Account = { email: string; password: string }

const TOKEN_USED_MS = 5 * 60_000

export class ApiClient {
  #request: APIRequestContext
  #account: Account
  #token = ''
  #signedInAt = Number.NEGATIVE_INFINITY

  constructor(request: APIRequestContext, account: Account) {
    this.#request = request
    this.#account = account
  }

  /** Create a workflow; its id. */
  async createWorkflow(name: string, graph: Graph): Promise<string> {
    return (await this.post('/api/v1/workflows', { name, graph })).id
  }

  /** Run the draft, waiting at most `wait` seconds for its end; the run's id. */
  async runDraft(
    workflowId: string,
    input: object,
    { wait = 0, ...rest }: { wait?: number; breakpoints?: string[]; key?: string } = {},
  ): Promise<string> {
    const path = `/api/v1/workflows/${workflowId}/runs?wait=${wait}`
    return (await this.post(path, { input, draft: true, ...rest })).id
  }

  /** Run the live version and wait for its end; the run's id. */
  async run(workflowId: string, input: object, more: object = {}): Promise<string> {
    const path = `/api/v1/workflows/${workflowId}/runs?wait=30`
    return (await this.post(path, { input, ...more })).id
  }

  /** Another graph for the draft, over whatever is there. */
  async changeDraft(workflowId: string, graph: Graph) {
    const path = `/api/v1/workflows/${workflowId}/draft`
    const { revision } = await this.get(path)
    await this.put(path, { graph }, { 'if-match': `"${revision}"` })
  }

  async publish(workflowId: string): Promise<number> {
    return (await this.post(`/api/v1/workflows/${workflowId}/publish`, {})).version
  }

  async get(path: string) {
    const answer = await this.#request.get(path, { headers: await this.#headers() })
    expect(answer.ok(), `GET ${path}: ${await answer.text()}`).toBe(true)
    return answer.json()
  }

  async post(path: string, data: object) {
    const answer = await this.#request.post(path, { data, headers: await this.#headers() })
    expect(answer.ok(), `POST ${path}: ${await answer.text()}`).toBe(true)
    return answer.status() === 204 ? null : answer.json()
  }

  async put(path: string, data: object, more: Record<string, string> = {}) {
    const headers = { ...(await this.#headers()), ...more }
    const answer = await this.#request.put(path, { data, headers })
    expect(answer.ok(), `PUT ${path}: ${await answer.text()}`).toBe(true)
    return answer.json()
  }

  /** Signs in again before the token ends, which lasts a shorter time than all tests. */
  async #headers() {
    if (Date.now() - this.#signedInAt > TOKEN_USED_MS) {
      const answer = await this.#request.post('/api/v1/auth/sign-in', { data: this.#account })
      expect(answer.status(), 'sign-in: set NORIA_E2E_EMAIL and NORIA_E2E_PASSWORD').toBe(200)
      this.#token = (await answer.json()).access_token
      this.#signedInAt = Date.now()
    }
    return { authorization: `Bearer ${this.#token}` }
  }
}
