import { Maximize2 } from 'lucide-react'
import { useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { IconButton } from '@/shared/ui/icon-button'
import { CodeEditor, type CodeWiring } from './code-editor'
import { ExpressionDialog } from './expression-dialog'
import type { ExpressionFault } from './preview'
import { PreviewLine } from './preview-line'
import type { ExpressionScope } from './scope'
import { useExpressionEditor } from './use-expression-editor'

export type ExpressionFieldProps = {
  value: string
  onValue: (value: string) => void
  /** What the field is called: in the large editor's title. */
  label: string
  /** The whole text is code, without braces. */
  bare?: boolean
  multiline?: boolean
  scope: ExpressionScope | undefined
  /** What the server found in it at the last save. */
  fault?: ExpressionFault | undefined
  wiring: CodeWiring
  placeholder?: string | undefined
  autoFocus?: boolean
}

/** Text with expressions, or one bare expression: completion, the value now, and room on demand. */
export function ExpressionField(props: ExpressionFieldProps) {
  const [large, setLarge] = useState(false)
  const { extension, preview, marks } = useExpressionEditor(props)
  const isFault = props.wiring['aria-invalid'] === true
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for a shortcut of the field inside
    <div
      className="group/expression relative flex min-w-0 flex-col gap-1"
      onKeyDown={(event) => {
        if (event.key !== '.' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        setLarge(true)
      }}
    >
      <CodeEditor
        value={props.value}
        onValue={props.onValue}
        extension={extension}
        wiring={props.wiring}
        placeholder={props.placeholder}
        multiline={props.multiline ?? false}
        autoFocus={props.autoFocus ?? false}
        marks={marks}
        className="max-h-48 overflow-y-auto pr-7"
      />
      <IconButton
        icon={Maximize2}
        label={t('Open {label} large', { label: props.label })}
        keys="Mod+."
        size="icon-sm"
        className="absolute top-0.5 right-0.5 opacity-0 focus-visible:opacity-100 group-focus-within/expression:opacity-100 group-hover/expression:opacity-100"
        onClick={() => setLarge(true)}
      />
      {/* The form says what the server found; saying it twice helps nobody. */}
      {!(isFault && preview.kind === 'error') && <PreviewLine preview={preview} />}
      {large && <ExpressionDialog {...props} onClose={() => setLarge(false)} />}
    </div>
  )
}
