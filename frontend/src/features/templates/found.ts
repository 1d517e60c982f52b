import type { TemplateRead, TemplatesFound } from '@/shared/api/types'

export type TemplatesSearch = { search?: string | undefined; category?: string | undefined }

/** By words until it is known which templates mean what is looked for; those then come the best first. */
export function foundAmong(
  templates: readonly TemplateRead[],
  filters: TemplatesSearch,
  answer: TemplatesFound | undefined,
): readonly TemplateRead[] {
  if (!filters.search || !answer) return templates.filter((each) => fits(each, filters))
  const bySlug = new Map(templates.map((each) => [each.slug, each]))
  return answer.items
    .map((each) => bySlug.get(each.slug))
    .filter((each) => each !== undefined)
    .filter((each) => !filters.category || each.category === filters.category)
}

export function fits(template: TemplateRead, { search, category }: TemplatesSearch): boolean {
  if (category && template.category !== category) return false
  const text = [template.name, template.description, template.category, ...template.node_types]
  const words = (search ?? '').toLowerCase().split(/\s+/)
  return words.every((word) => text.some((part) => part.toLowerCase().includes(word)))
}
