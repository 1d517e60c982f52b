/** A page is usable on a phone: nothing is cut off, and a finger hits what it means. */
import { expect, type Page } from '@playwright/test'

export const PHONE = { width: 390, height: 844 }
const SMALLEST_PX = 24

/** Nothing is wider than the window, and each target is 24 px at least, or has that much room (WCAG 2.5.8). */
export async function expectFitsPhone(page: Page) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow, `${page.url()} is wider than the window`).toBeLessThanOrEqual(0)
  expect(await page.evaluate(targetsTooSmall, SMALLEST_PX), `${page.url()}: small`).toEqual([])
}

/** Names of targets that are too small. Links within a sentence may be as small as their words. */
function targetsTooSmall(smallest: number): string[] {
  const TARGETS = 'button, a[href], input, select, textarea, summary, [role=tab], [role=menuitem]'
  const boxes = [...document.querySelectorAll<HTMLElement>(TARGETS)]
    .filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter((each) => getComputedStyle(each).display !== 'inline')
    // Shown once it has the focus.
    .filter((each) => getComputedStyle(each).clipPath === 'none')
    // A bar is as wide as its chart's span says; the list that it leads to has its filter, too.
    .filter((each) => !each.closest('[data-chart]'))
    // A label is the target of what it names.
    .map((each) => ({ each, box: (each.closest('label') ?? each).getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && box.height > 1)
  const middle = ({ box }: (typeof boxes)[number]) => ({
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
  })
  const isSmall = ({ each, box }: (typeof boxes)[number]) => {
    // What lies around or over it is pressed as well, as a row around its link.
    const around = getComputedStyle(each, '::after')
    const [width = 0, height = 0] = [around.width, around.height].map(Number.parseFloat)
    const isLarger = around.position === 'absolute' && width >= smallest && height >= smallest
    return !isLarger && (box.width < smallest || box.height < smallest)
  }
  /** A circle of that size around a small one touches no other target. */
  const hasRoom = (one: (typeof boxes)[number]) =>
    boxes.every((other) => {
      if (other.each === one.each || other.each.contains(one.each)) return true
      const { x, y } = middle(one)
      const dx = Math.max(other.box.left - x, x - other.box.right, 0)
      const dy = Math.max(other.box.top - y, y - other.box.bottom, 0)
      return Math.hypot(dx, dy) >= smallest / 2
    })
  return boxes
    .filter((one) => isSmall(one) && !hasRoom(one))
    .map(({ each }) => each.getAttribute('aria-label') ?? each.innerText.slice(0, 40))
}
