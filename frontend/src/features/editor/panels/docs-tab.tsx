import { paragraphsOf } from '@/shared/i18n/server-words'
import { t } from '@/shared/i18n/texts'
import { CodeBlock } from '@/shared/ui/code-block'
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
      <Example of={type} />
      <p className="font-mono text-2xs text-ink-3">
        {type.type} v{type.version}
      </p>
    </div>
  )
}

/** A config that works. The first of several is what a step begins with, which may be empty. */
function Example({ of }: { of: NodeTypeInfo }) {
  const { examples } = of.config_schema as { examples?: readonly object[] }
  const example = examples?.at(-1)
  if (!example || Object.keys(example).length === 0) return null
  return (
    <section className="border-line border-t pt-3">
      <h3 className="mb-1 font-semibold text-xs">{t('Example')}</h3>
      <CodeBlock code={JSON.stringify(example, null, 2)} label={t('Example')} />
    </section>
  )
}
