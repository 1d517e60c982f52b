/** What a person types between a shortcut and the text field that it opens goes into that field. */

/** Longer than a slow machine needs to show a dialog; after it the keyboard is as before. */
const PATIENCE_MS = 3_000

const isTextField = (target: EventTarget | null): target is HTMLElement =>
  target instanceof HTMLElement && target.matches('input, textarea, [contenteditable="true"]')

/** Hold printable keys until a text field has the focus, then write them there. Returns what ends it. */
export function holdTyping(): () => void {
  let held = ''
  const before = document.activeElement
  const end = () => {
    window.removeEventListener('keydown', onKeyDown, true)
    window.removeEventListener('focusin', onFocus, true)
    clearTimeout(patience)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const isText = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
    if (!isText) return end()
    if (isTextField(event.target) && event.target !== before) return end()
    event.preventDefault()
    event.stopImmediatePropagation()
    held += event.key
  }
  const onFocus = ({ target }: FocusEvent) => {
    if (!isTextField(target)) return
    end()
    // The only way that keeps the field's own undo and tells React; deprecated, and in every browser.
    if (held) document.execCommand('insertText', false, held)
  }
  const patience = setTimeout(end, PATIENCE_MS)
  window.addEventListener('keydown', onKeyDown, true)
  window.addEventListener('focusin', onFocus, true)
  return end
}
