/** The typed API client. Every failure is thrown as an `ApiError`, so `data` is always there. */
import createClient from 'openapi-fetch'
import { errorFromResponse } from './error'
import type { paths } from './schema.gen'
import { session } from './session'

export async function send(request: Request): Promise<Response> {
  const response = await session.send(request)
  if (!response.ok && response.status !== 304) throw await errorFromResponse(response)
  return response
}

export const api = createClient<paths>({ baseUrl: location.origin, fetch: send })

/** The data of a call: `await dataOf(api.GET('/api/v1/workflows'))`. */
export async function dataOf<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call
  // `send` has thrown for every answer without data; only a 204 leaves it undefined, as its type says.
  return data as T
}
