import { paragraphsOf } from '@/shared/i18n/server-words'
import { t } from '@/shared/i18n/texts'
import { codeWords } from '@/shared/ui/code-words'
import type { NodeTypeInfo } from '../document/catalog'

type DocsTabProps = { type: NodeTypeInfo | undefined }

/** What the step does, in its author's words. */
export function DocsTab({ type }: DocsTabProps) {
  if (!type) return <p className="p-4 text-ink-3 text-sm">{t('Nothing is known of this type.')}</p>
  const outputs = Object.entries(
    (type.output_schema?.properties ?? {}) as Record<
      string,
      { type?: string; description?: string }
    >,
  )
  return (
    <div className="flex flex-col gap-3 p-4 text-sm leading-5.5">
      {paragraphsOf(type.docs || type.description).map((text) => (
        <p key={text} className="whitespace-pre-line text-ink-2 first:text-ink">
          {codeWords(text)}
        </p>
      ))}
      {outputs.length > 0 && (
        <section className="border-line border-t pt-3">
          <h3 className="mb-1 font-semibold text-xs">{t('Output')}</h3>
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
            {outputs.map(([name, field]) => (
              <div key={name} className="contents">
                <dt className="font-mono text-xs">{name}</dt>
                <dd className="text-ink-3 text-xs">
                  {codeWords(field.description ?? field.type ?? t('any'))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <p className="font-mono text-2xs text-ink-3">
        {type.type} v{type.version}
      </p>
    </div>
  )
}
