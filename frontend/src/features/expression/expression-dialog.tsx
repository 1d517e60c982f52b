import type { EditorView } from '@codemirror/view'
import { useRef } from 'react'
import { t } from '@/shared/i18n/texts'
import { Dialog } from '@/shared/ui/dialog'
import { CodeEditor } from './code-editor'
import { insertPath } from './expression-extension'
import type { ExpressionFieldProps } from './expression-field'
import { PreviewLine } from './preview-line'
import { ScopeTree } from './scope-tree'
import { useExpressionEditor } from './use-expression-editor'

type ExpressionDialogProps = ExpressionFieldProps & { onClose: () => void }

/** One expression with room: what may be read on the left, the code and its value on the right. */
export function ExpressionDialog({ onClose, ...field }: ExpressionDialogProps) {
  const view = useRef<EditorView | null>(null)
  const { extension, preview, marks } = useExpressionEditor(field)
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={field.label}
      description={
        field.bare
          ? t('A JavaScript expression.')
          : t('Text with JavaScript expressions between {{ and }}.')
      }
    >
      <div className="grid min-h-100 grid-cols-[260px_1fr] gap-4">
        <div className="max-h-100 overflow-y-auto border-line border-r pr-2">
          {field.scope && (
            <ScopeTree
              root={field.scope.root}
              onPick={(path) => view.current && insertPath(view.current, path)}
            />
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-2">
          <CodeEditor
            value={field.value}
            onValue={field.onValue}
            extension={extension}
            wiring={{ 'aria-label': field.label }}
            marks={marks}
            multiline
            autoFocus
            className="[&_.cm-content]:min-h-60"
            onView={(made) => {
              view.current = made
            }}
          />
          <PreviewLine preview={preview} className="[&_.truncate]:whitespace-pre-wrap" />
        </div>
      </div>
    </Dialog>
  )
}
