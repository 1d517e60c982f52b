import type { JsonValue } from '@/shared/api/types'

/** What taking hold of a step needs of its node. */
export type HandNode = {
  name: string
  /** Node type, as `http.request`. */
  type: string
  config: JsonValue | undefined
  policy: unknown
  /** That edges leave by. */
  ports: readonly string[]
}
