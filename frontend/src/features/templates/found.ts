import type { TemplateRead, TemplatesFound } from '@/shared/api/types'
import type { Language } from '@/shared/i18n/language'

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

/** Its name and description as a language has them; in English where nobody translated them. */
export const textsOf = (template: TemplateRead, language: Language) =>
  template.translations[language] ?? template

export function fits(template: TemplateRead, { search, category }: TemplatesSearch): boolean {
  if (category && template.category !== category) return false
  const spoken = Object.values(template.translations).flatMap(({ name, description }) => [
    name,
    description,
  ])
  const { name, description } = template
  const text = [name, description, template.category, ...template.node_types, ...spoken]
  const words = (search ?? '').toLowerCase().split(/\s+/)
  return words.every((word) => text.some((part) => part.toLowerCase().includes(word)))
}
