import { expect, test } from 'vitest'
import { deviceName } from './device'

test('browsers are named as people call them, scripts as they call themselves', () => {
  const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/153.0 Safari/537.36'
  const safari = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1'

  expect(deviceName(chrome)).toBe('Chrome on Linux')
  expect(deviceName(`${chrome} Edg/153.0`)).toBe('Edge on Linux')
  expect(deviceName(safari)).toBe('Safari on iPhone')
  expect(deviceName('curl/8.1')).toBe('curl')
  expect(deviceName('')).toBe('Unknown device')
})
