/** The endpoints of notifications, of the rules that send them, and of alerts. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type {
  AlertCreate,
  AlertRead,
  AlertUpdate,
  PreferenceWrite,
  RuleCreate,
  RuleRead,
  RuleUpdate,
} from '@/shared/api/types'

const PAGE = 20
const REFRESH_MS = 5_000
/** Events tell of what is new at once; this is for when their connection is lost. */
const COUNT_REFRESH_MS = 60_000

/** What the person who is signed in was told. */
export const notificationsKey = ['notifications'] as const

export const unreadCountQuery = queryOptions({
  queryKey: [...notificationsKey, 'count'],
  queryFn: async ({ signal }) =>
    (await dataOf(api.GET('/api/v1/notifications/count', { signal }))).unread,
  refetchInterval: COUNT_REFRESH_MS,
})

export const notificationsQuery = infiniteQueryOptions({
  queryKey: [...notificationsKey, 'list'],
  queryFn: ({ pageParam, signal }) =>
    dataOf(
      api.GET('/api/v1/notifications', {
        params: { query: { cursor: pageParam, limit: PAGE } },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
  refetchInterval: REFRESH_MS,
})

export const markRead = (id: string) =>
  dataOf(
    api.POST('/api/v1/notifications/{notification_id}/read', {
      params: { path: { notification_id: id } },
    }),
  )

export const markAllRead = () => dataOf(api.POST('/api/v1/notifications/read'))

export const preferencesQuery = queryOptions({
  queryKey: ['notification-preferences'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/notification-preferences', { signal })),
})

export const setPreference = (body: PreferenceWrite) =>
  dataOf(api.PUT('/api/v1/notification-preferences', { body }))

export const rulesKey = ['notification-rules'] as const

export const rulesQuery = infiniteQueryOptions({
  queryKey: [...rulesKey, 'list'],
  queryFn: ({ pageParam, signal }) =>
    dataOf(
      api.GET('/api/v1/notification-rules', { params: { query: { cursor: pageParam } }, signal }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
})

const rulePath = (id: string) => ({ params: { path: { rule_id: id } } })

export const saveRule = (body: RuleCreate, rule?: RuleRead) =>
  rule
    ? dataOf(
        api.PATCH('/api/v1/notification-rules/{rule_id}', {
          ...rulePath(rule.id),
          body: body as RuleUpdate,
        }),
      )
    : dataOf(api.POST('/api/v1/notification-rules', { body: { ...body, paused: false } }))

export const holdRule = ({ id, paused }: RuleRead) =>
  paused
    ? dataOf(api.POST('/api/v1/notification-rules/{rule_id}/resume', rulePath(id)))
    : dataOf(api.POST('/api/v1/notification-rules/{rule_id}/pause', rulePath(id)))

export const deleteRule = (id: string) =>
  dataOf(api.DELETE('/api/v1/notification-rules/{rule_id}', rulePath(id)))

/** Send a made-up event, and tell how that went. */
export const testRule = (id: string) =>
  dataOf(api.POST('/api/v1/notification-rules/{rule_id}/test', rulePath(id)))

export const deliveriesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...rulesKey, id, 'deliveries'],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/notification-rules/{rule_id}/deliveries', {
          params: { path: { rule_id: id }, query: { cursor: pageParam, limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: REFRESH_MS,
  })

export const alertsKey = ['alert-rules'] as const

export const alertsQuery = infiniteQueryOptions({
  queryKey: [...alertsKey, 'list'],
  queryFn: ({ pageParam, signal }) =>
    dataOf(api.GET('/api/v1/alert-rules', { params: { query: { cursor: pageParam } }, signal })),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
  refetchInterval: REFRESH_MS,
})

const alertPath = (id: string) => ({ params: { path: { alert_id: id } } })

export const addAlert = (body: AlertCreate) => dataOf(api.POST('/api/v1/alert-rules', { body }))

export const changeAlert = (id: string, body: AlertUpdate) =>
  dataOf(api.PATCH('/api/v1/alert-rules/{alert_id}', { ...alertPath(id), body }))

export const holdAlert = ({ id, paused }: AlertRead) =>
  paused
    ? dataOf(api.POST('/api/v1/alert-rules/{alert_id}/resume', alertPath(id)))
    : dataOf(api.POST('/api/v1/alert-rules/{alert_id}/pause', alertPath(id)))

export const deleteAlert = (id: string) =>
  dataOf(api.DELETE('/api/v1/alert-rules/{alert_id}', alertPath(id)))
