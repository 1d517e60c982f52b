import { render, screen, waitFor } from '@testing-library/react'
import { Component, type ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import { fetched } from './fetched'
import { Toaster } from './toaster'

const Sheet = ({ onClose }: { onClose: () => void }) => (
  <button type="button" onClick={onClose}>
    There
  </button>
)
class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null }
  static getDerivedStateFromError = (error: unknown) => ({ error })
  override render() {
    return this.state.error === null ? this.props.children : String(this.state.error)
  }
}

const WHY = /could not be loaded.*connection.*reload/

test('a dialog that does not come closes and says why, and comes with the next opening', async () => {
  const load = vi.fn(async () => Sheet).mockRejectedValueOnce(new TypeError('Failed to fetch'))
  const Fetched = fetched<Parameters<typeof Sheet>[0]>(load)
  const onClose = vi.fn()
  const show = () =>
    render(
      <>
        <Toaster />
        <p>The page</p>
        <Fetched onClose={onClose} />
      </>,
    )

  const first = show()
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
  expect(await screen.findByText(WHY)).toBeVisible()
  expect(screen.getByText('The page')).toBeVisible()
  first.unmount()

  show()
  expect(await screen.findByRole('button', { name: 'There' })).toBeVisible()
  expect(load).toHaveBeenCalledTimes(2)
})

test('a part that can’t be closed says it in its place', async () => {
  const load = vi.fn().mockRejectedValueOnce(new TypeError('Failed to fetch'))
  const Fetched = fetched<{ label: string }>(load)

  render(<Fetched label="Data" />)

  expect(await screen.findByRole('alert')).toHaveTextContent(WHY)
})

test('what is wrong in the part itself is not said to be the connection', async () => {
  const Broken = () => {
    throw new Error('Broken')
  }
  const Fetched = fetched(async () => Broken)

  render(
    <Boundary>
      <Fetched />
    </Boundary>,
    { onCaughtError: () => {} },
  )

  expect(await screen.findByText('Error: Broken')).toBeVisible()
})
