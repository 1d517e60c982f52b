/** The API as a test needs it: to make what it looks at. */
import { type APIRequestContext, expect } from '@playwright/test'

export type Graph = { nodes: object[]; edges: object[] }

export class ApiClient {
  #request: APIRequestContext
  #token: string

  private constructor(request: APIRequestContext, token: string) {
    this.#request = request
    this.#token = token
  }

  static async signIn(
    request: APIRequestContext,
    email: string,
    password: string,
  ): Promise<ApiClient> {
    const answer = await request.post('/api/v1/auth/sign-in', { data: { email, password } })
    expect(answer.status(), 'sign-in: set NORIA_E2E_EMAIL and NORIA_E2E_PASSWORD').toBe(200)
    return new ApiClient(request, (await answer.json()).access_token)
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

  async publish(workflowId: string): Promise<number> {
    return (await this.post(`/api/v1/workflows/${workflowId}/publish`, {})).version
  }

  async get(path: string) {
    const headers = { authorization: `Bearer ${this.#token}` }
    const answer = await this.#request.get(path, { headers })
    expect(answer.ok(), `GET ${path}: ${await answer.text()}`).toBe(true)
    return answer.json()
  }

  async post(path: string, data: object) {
    const answer = await this.#request.post(path, {
      data,
      headers: { authorization: `Bearer ${this.#token}` },
    })
    expect(answer.ok(), `POST ${path}: ${await answer.text()}`).toBe(true)
    return answer.json()
  }
}
