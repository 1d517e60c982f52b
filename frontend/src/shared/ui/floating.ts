/** Looks of everything that floats: menus, selects, popovers. The one shadow of the app is here. */

export const floatStyle =
  'z-50 rounded-card border border-line bg-raised text-ink shadow-float data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:duration-100'

export const itemStyle = [
  'relative flex h-8 cursor-default select-none items-center gap-2 rounded-control px-2 text-sm outline-none',
  'data-[highlighted]:bg-sunken data-[disabled]:opacity-50 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-ink-3',
]
