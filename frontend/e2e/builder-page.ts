/** The builder as a hand uses it. */
import { expect, type Locator, type Page } from '@playwright/test'

type Point = { x: number; y: number }

const NEAR_PX = 24

export class BuilderPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async open(workflowId: string) {
    await this.page.goto(`/workflows/${workflowId}`)
    await expect(this.page.getByRole('toolbar', { name: 'Canvas' })).toBeVisible()
    await this.comesToRest()
  }

  /** A canvas that opens is drawn first, and then moves to what it shows. */
  private async comesToRest() {
    await this.page.locator('.react-flow__viewport').evaluate(async (viewport: HTMLElement) => {
      let before = ''
      for (let still = 0; still < 10; still++) {
        await new Promise(requestAnimationFrame)
        if (viewport.style.transform !== before) still = 0
        before = viewport.style.transform
      }
    })
  }

  /** Create an empty workflow from the list, by keyboard. */
  async create(name: string) {
    await this.page.goto('/workflows')
    await expect(this.page.getByRole('heading', { name: 'Workflows' })).toBeVisible()
    await this.page.keyboard.press('c')
    await this.page.getByRole('dialog').getByLabel('Name').fill(name)
    await this.page.keyboard.press('Enter')
    await expect(this.page.getByRole('toolbar', { name: 'Canvas' })).toBeVisible()
  }

  get canvas(): Locator {
    return this.page.getByRole('region', { name: 'Canvas' })
  }

  get inspector(): Locator {
    return this.page.getByRole('complementary', { name: 'Inspector' })
  }

  /** What is read aloud. */
  get happened(): Locator {
    return this.page.getByRole('log', { name: 'What happened' })
  }

  card(nodeId: string): Locator {
    return this.page.locator(`.react-flow__node[data-id="${nodeId}"]`)
  }

  /** The card, once it shows this status. */
  cardWith(nodeId: string, status: string): Locator {
    return this.card(nodeId).locator(`.group[data-status="${status}"]`)
  }

  /** Its top left corner is at that point of the screen, but for the grid that steps snap to. */
  async beginsAt(nodeId: string, point: Point) {
    const distance = async () => {
      const box = await this.card(nodeId).boundingBox()
      return box ? Math.hypot(box.x - point.x, box.y - point.y) : Number.POSITIVE_INFINITY
    }
    await expect.poll(distance, { message: `where ${nodeId} is` }).toBeLessThan(NEAR_PX)
  }

  get cards(): Locator {
    return this.page.locator('.react-flow__node')
  }

  get edges(): Locator {
    return this.page.locator('.react-flow__edge')
  }

  edge(name: string): Locator {
    return this.page.getByRole('group', { name, exact: true })
  }

  port(nodeId: string, port: string): Locator {
    return this.card(nodeId).locator(`.react-flow__handle[data-handleid="${port}"]`)
  }

  /** Press, move in steps, let go. */
  async drag(from: Locator | Point, to: Point, modifier?: 'Alt') {
    const start = 'x' in from ? from : await middleOf(from)
    if (modifier) await this.page.keyboard.down(modifier)
    await this.page.mouse.move(start.x, start.y)
    await this.page.mouse.down()
    await this.page.mouse.move((start.x + to.x) / 2, (start.y + to.y) / 2, { steps: 5 })
    await this.page.mouse.move(to.x, to.y, { steps: 5 })
    await this.page.mouse.up()
    if (modifier) await this.page.keyboard.up(modifier)
  }

  async connect(from: Locator, to: Locator) {
    await this.drag(from, await middleOf(to))
  }

  /** Take what an expression's list of completions offers first. */
  async complete(offered: string | RegExp) {
    await expect(this.page.getByRole('option', { name: offered })).toBeVisible()
    // For 75 ms a list that has just come up takes no key, lest it takes one that was meant for the text.
    await this.page.waitForTimeout(150)
    await this.page.keyboard.press('Enter')
  }

  /** In the search popup that is open. */
  async pick(type: string) {
    const popup = this.page.getByRole('dialog')
    await popup.getByRole('combobox').fill(type)
    await this.page.keyboard.press('Enter')
    await expect(popup).toBeHidden()
  }

  async dragFromPalette(title: string, to: Point) {
    const box = await this.canvas.boundingBox()
    const item = this.page.getByRole('navigation', { name: 'Palette' }).getByRole('button', {
      name: new RegExp(`^${title}`),
    })
    await item.dragTo(this.canvas, {
      targetPosition: { x: to.x - (box?.x ?? 0), y: to.y - (box?.y ?? 0) },
    })
  }

  /** Everything is on the server. */
  async saved() {
    await expect(this.page.locator('[data-save="saved"]')).toBeVisible()
  }

  /** The run in the drawer comes to this end. */
  async ends(status: 'Succeeded' | 'Failed') {
    const header = this.page.getByRole('region', { name: 'Run' }).locator('header')
    await expect(header.getByText(status, { exact: true })).toBeVisible({ timeout: 40_000 })
  }

  /** Start what the open dialog asks about. */
  async run() {
    await this.page
      .getByRole('dialog', { name: 'Run' })
      .getByRole('button', { name: 'Run' })
      .click()
    await expect(this.page.getByRole('dialog', { name: 'Run' })).toBeHidden()
  }
}

const MOST_TABS = 60

/** Press Tab until the focus is there. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab') {
  await expect(target).toBeVisible()
  for (let press = 0; press < MOST_TABS; press += 1) {
    if (await target.evaluate((element) => element.contains(document.activeElement))) return
    await page.keyboard.press(key)
  }
  throw new Error(`${target} can’t be reached by ${key}.`)
}

export async function middleOf(place: Locator): Promise<Point> {
  const box = await place.boundingBox()
  if (!box) throw new Error(`${place} is not in sight.`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
