import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { BudgetWrite, CredentialRead, ModelTry } from '@/shared/api/types'
import { SPAN_DAYS, type UsageBy, type UsageSpan } from './choices'

const DAY_MS = 86_400_000
const REFRESH_MS = 15_000
const MANY = 100

export const PROVIDERS = [
  'openai',
  'anthropic',
  'azure',
  'bedrock',
  'gemini',
  'mistral',
  'ollama',
  'openai_compatible',
  'litellm',
]

export const usageKey = ['models', 'usage'] as const

export const usageQuery = (by: UsageBy, span: UsageSpan) =>
  queryOptions({
    queryKey: [...usageKey, by, span],
    queryFn: ({ signal }) => {
      const since = new Date(Date.now() - SPAN_DAYS[span] * DAY_MS).toISOString()
      return dataOf(api.GET('/api/v1/models/usage', { params: { query: { by, since } }, signal }))
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  })

/** Credentials that open models and that the reader may use, by name. */
export const providerCredentialsQuery = queryOptions({
  queryKey: ['credentials', 'choice', PROVIDERS],
  queryFn: async ({ signal }) => {
    const found: CredentialRead[] = []
    let cursor: string | null = null
    do {
      const query = { type: PROVIDERS, limit: MANY, cursor }
      const page: { items: CredentialRead[]; next_cursor: string | null } = await dataOf(
        api.GET('/api/v1/credentials', { params: { query }, signal }),
      )
      found.push(...page.items)
      cursor = page.next_cursor
    } while (cursor)
    return found.sort((a, b) => a.name.localeCompare(b.name))
  },
})

/** The models that a credential opens; null: those that are built in. */
export const modelsQuery = (credential: string | null) =>
  queryOptions({
    queryKey: ['models', 'list', credential],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/models', { params: { query: { credential } }, signal })),
    staleTime: 60_000,
    retry: false,
  })

export const tryModel = (body: ModelTry) => dataOf(api.POST('/api/v1/models/test', { body }))

export const budgetsKey = ['models', 'budgets'] as const

export const budgetsQuery = queryOptions({
  queryKey: budgetsKey,
  queryFn: async ({ signal }) => (await dataOf(api.GET('/api/v1/model-budgets', { signal }))).items,
  refetchInterval: REFRESH_MS,
})

/** `workflowId` null: of the workspace. */
export const saveBudget = (workflowId: string | null, body: BudgetWrite) =>
  workflowId === null
    ? dataOf(api.PUT('/api/v1/model-budgets/workspace', { body }))
    : dataOf(
        api.PUT('/api/v1/model-budgets/workflows/{workflow_id}', {
          params: { path: { workflow_id: workflowId } },
          body,
        }),
      )

export const workflowChoiceQuery = queryOptions({
  queryKey: ['workflows', 'choice'],
  queryFn: async ({ signal }) =>
    (await dataOf(api.GET('/api/v1/workflows', { params: { query: { limit: MANY } }, signal })))
      .items,
})
