/** JSON pointers, as problems name fields with. */

const escapeKey = (key: string | number) => String(key).replaceAll('~', '~0').replaceAll('/', '~1')

export const join = (pointer: string, key: string | number) => `${pointer}/${escapeKey(key)}`

/** Marks the place of a field in the page, so that a problem can put the focus into it. */
export const fieldPlace = (formId: string, pointer: string) => ({
  'data-form': formId,
  'data-field': pointer || '/',
})

/** Is the field being typed into? Braces make it an expression, and the cursor goes along. */
export function hasFocus(formId: string, pointer: string): boolean {
  const place = document.activeElement?.closest<HTMLElement>('[data-field]')
  return place?.dataset.form === formId && place.dataset.field === (pointer || '/')
}

const FOCUSABLE =
  'input, textarea, button[role="combobox"], [role="textbox"], [role="switch"], button'

/** Put the focus into a field, or the nearest one around it that is shown. False: there is none. */
export function focusField(formId: string, pointer: string): boolean {
  const places = [...document.querySelectorAll<HTMLElement>('[data-field]')].filter(
    (each) => each.dataset.form === formId,
  )
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const place = places.find((each) => each.dataset.field === (at || '/'))
    const control =
      place?.querySelector<HTMLElement>(FOCUSABLE_FIRST) ??
      place?.querySelector<HTMLElement>(FOCUSABLE)
    if (control) {
      openAround(control)
      control.focus()
      control.scrollIntoView({ block: 'center' })
      return true
    }
    if (at === '') return false
  }
}

/** Before the buttons beside it. */
const FOCUSABLE_FIRST =
  'input, textarea, button[role="combobox"], [role="textbox"], [role="switch"]'

function openAround(element: HTMLElement) {
  const folded = element.closest('details')
  if (folded) folded.open = true
}
