import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { codeWords } from './code-words'

test('what stands between backticks is code, and markup stays text', () => {
  const { container } = render(
    <p>{codeWords('`answer`: it <b>answers</b>; `fail`: not. A ` alone')}</p>,
  )

  expect([...container.querySelectorAll('code')].map((each) => each.textContent)).toEqual([
    'answer',
    'fail',
  ])
  expect(container.querySelector('b')).toBeNull()
  expect(container).toHaveTextContent('answer: it <b>answers</b>; fail: not. A ` alone')
})
