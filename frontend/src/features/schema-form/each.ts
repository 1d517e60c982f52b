/** Fields that hold code without braces, and those of them that are about each item of a list. No React. */
import type { ExpressionScope } from '@/features/expression'
import type { Field } from './schema'

export const isCode = (field: Field): boolean =>
  field.hint.expression === 'only' || field.hint.expression === 'each'

/** What such a field may read: the same, and the item, whose value is known once the step runs. */
export function eachScope(scope: ExpressionScope | undefined): ExpressionScope | undefined {
  if (!scope) return undefined
  const { item: _, ...data } = scope.data
  const children = { ...scope.root.children, item: { type: 'any' }, index: { type: 'number' } }
  return { root: { ...scope.root, children }, data: { ...data, loop: data.loop ?? {}, index: 0 } }
}
