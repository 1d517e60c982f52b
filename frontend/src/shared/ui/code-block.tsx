import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { CopyButton } from './copy-button'

type CodeBlockProps = {
  code: string
  /** Read aloud: what the code is. */
  label: string
  className?: string
}

/** Text to read and copy, as it is. Long lines wrap. */
export function CodeBlock({ code, label, className }: CodeBlockProps) {
  return (
    <div className={cn('relative rounded-control border border-line bg-sunken', className)}>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={label}
        className="max-h-80 overflow-auto rounded-control"
      >
        <pre className="whitespace-pre-wrap break-words p-3 pr-10 font-mono text-xs leading-5">
          {code}
        </pre>
      </section>
      <CopyButton
        value={code}
        label={t('Copy {label}', { label })}
        className="absolute top-1 right-1"
      />
    </div>
  )
}
