import { fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { TooltipProvider } from '@/shared/ui/tooltip'
import { MadeFilter } from './made-filter'
import { localOf, momentOf } from './moments'
import type { RunFilters } from './run-filters'

test('moments are in the zone of the reader, and empty fields are none', () => {
  expect(momentOf('2026-11-23T01:05')).toBe(new Date(2026, 10, 23, 1, 5).toISOString())
  expect(localOf(momentOf('2026-07-01T23:59'))).toBe('2026-07-01T23:59')
  expect([momentOf(''), localOf(undefined)]).toEqual([undefined, ''])
})

test('runs between two moments are asked for, and all again', () => {
  let filters: RunFilters = { since: '2026-11-22T10:00:00.000Z' }
  function Filter() {
    const [state, setState] = useState(filters)
    filters = state
    return (
      <TooltipProvider>
        <MadeFilter filters={state} onFilters={setState} />
      </TooltipProvider>
    )
  }
  render(<Filter />)

  expect(screen.getByLabelText('Made from')).toHaveValue(localOf('2026-11-22T10:00:00.000Z'))
  const until = { target: { value: '2026-11-23T01:05' } }
  fireEvent.change(screen.getByLabelText('Made until'), until)
  expect(filters.until).toBe(momentOf('2026-11-23T01:05'))
  expect(filters.since).toBe('2026-11-22T10:00:00.000Z')

  fireEvent.click(screen.getByRole('button', { name: 'Take this filter away' }))
  expect(filters).toEqual({ within: undefined, since: undefined, until: undefined })
  expect(screen.queryByLabelText('Made from')).toBeNull()
})
