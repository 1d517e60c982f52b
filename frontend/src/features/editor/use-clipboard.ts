import { useEffect } from 'react'
import { t } from '@/shared/i18n/texts'
import { readClipboard } from './document/clipboard'
import { countDrawn } from './document/counted'
import type { Editor } from './editor'

/** Copy, cut and paste steps with the browser's own clipboard events: no permission is asked. */
export function useClipboard(editor: Editor) {
  useEffect(() => {
    const onCopy = (event: ClipboardEvent) => take(editor, event, false)
    const onCut = (event: ClipboardEvent) => take(editor, event, true)
    const onPaste = (event: ClipboardEvent) => paste(editor, event)
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCut)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('copy', onCopy)
      document.removeEventListener('cut', onCut)
      document.removeEventListener('paste', onPaste)
    }
  }, [editor])
}

const FIELDS = 'input, textarea, [role="textbox"], [role="dialog"]'

const isInField = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest(FIELDS) !== null)

function take(editor: Editor, event: ClipboardEvent, cut: boolean) {
  // Text that is marked somewhere is what a person wants to copy.
  const hasText = !(getSelection()?.isCollapsed ?? true)
  const text = isInField(event.target) || hasText ? null : editor.copied()
  if (!text) return
  event.preventDefault()
  event.clipboardData?.setData('text/plain', text)
  const steps = countDrawn(editor.chosen)
  if (cut) editor.removeSelected()
  editor.announce(cut ? t('Cut {steps}.', { steps }) : t('Copied {steps}.', { steps }))
}

function paste(editor: Editor, event: ClipboardEvent) {
  if (isInField(event.target)) return
  const text = event.clipboardData?.getData('text/plain') ?? ''
  const at = editor.camera.pointer() ?? editor.camera.centre()
  if (!readClipboard(text)) return
  event.preventDefault()
  editor.paste(text, at)
}
