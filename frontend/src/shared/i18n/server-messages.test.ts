/** What the server says in errors and problems, in German: complete, fitting, and with the values as they came. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import fixture from '../../../tests/fixtures/server-messages.json'
import { ApiError, errorText } from '../api/error'
import { germanMessages, say } from './german-messages'
import { expressions } from './german-messages/expressions'
import { permissions } from './german-messages/permissions'
import { setLanguage, spoken } from './language'
import { translator } from './server-messages'

const messages = Object.values(fixture).flat()

/** Sorted: German puts values where they belong. */
const placesIn = (text: string) => [...text.matchAll(/\{=?(\d)\}/g)].map(([, at]) => at).sort()

describe('the German catalogue', () => {
  test('has every message of the server, and none that it says no more', () => {
    expect(messages.filter((text) => !(text in germanMessages))).toEqual([])
    expect(Object.keys(germanMessages).filter((text) => !messages.includes(text))).toEqual([])
  })

  test('has the same values in both languages', () => {
    const all = { ...germanMessages, ...expressions }
    const others = Object.entries(all).filter(
      ([english, german]) => placesIn(english).join() !== placesIn(german).join(),
    )

    expect(others).toEqual([])
  })

  test('has what each permission is for', () => {
    const table = readFileSync(`${process.cwd()}/../api/permissions.py`, 'utf8')
    const means = [...table.matchAll(/Grant\(\s*"([^"]+)"/g)].map(([, text]) => text)

    expect(Object.keys(permissions)).toEqual(expect.arrayContaining(means))
    expect(means).toHaveLength(Object.keys(permissions).length)
  })

  test('has the words of the engine of expressions as it says them', () => {
    const folder = `${process.cwd()}/../noria/expressions/guest`
    const guest = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
    const code = guest.join('').replaceAll('\\"', '"').toLowerCase()
    const pieces = Object.keys(expressions).flatMap((text) => text.split(/\{\d\}|\. |" /))
    // A piece begins or ends with what another function of the guest adds.
    const said = pieces.map((piece) => piece.replace(/\.$| (boolean|number|string)$/, '').trim())
    const gone = said.filter((piece) => !code.includes(piece.toLowerCase()))

    expect(gone).toEqual([])
  })
})

describe('a text of the server', () => {
  test.each([
    [
      "There is no workflow 'abc' in this workspace.",
      "Workflow 'abc' gibt es in diesem Arbeitsbereich nicht.",
    ],
    [
      "Node 'a' has no port 'x': it has 'out'.",
      "Der Knoten 'a' hat keinen Port 'x': er hat 'out'.",
    ],
    [
      "Node 'a' can't be reached from the start node: draw an edge to it, or remove it. Node 'b' can't be reached from the start node: draw an edge to it, or remove it.",
      "Der Knoten 'a' ist vom Startknoten aus nicht zu erreichen: eine Kante zu ihm ziehen, oder ihn entfernen. Der Knoten 'b' ist vom Startknoten aus nicht zu erreichen: eine Kante zu ihm ziehen, oder ihn entfernen.",
    ],
    [
      "/total is wrong: Input should be a valid number (it is 'x').",
      "/total ist falsch: hier muss eine Zahl stehen (es ist 'x').",
    ],
    [
      "Query parameter 'limit': Field required.",
      "Parameter der Abfrage 'limit': dieses Feld fehlt.",
    ],
    [
      'steps.a.output.b is missing: steps.a.output has no "b" (it has c). Write ?. or ?? where absence is fine. (in: steps.a.output.b)',
      'steps.a.output.b fehlt: steps.a.output hat kein "b" (es hat c). Dort ?. oder ?? schreiben, wo etwas fehlen darf. (in: steps.a.output.b)',
    ],
    [
      "The field '/on_item_error' is wrong: Input should be 'stop', 'collect' or 'skip' (it is 'x').",
      "Das Feld '/on_item_error' ist falsch: hier muss 'stop', 'collect' oder 'skip' stehen (es ist 'x').",
    ],
    [
      'The result is a function: call it, or read one of its values. JSON has no such value. (in: () => 1)',
      'Das Ergebnis ist eine Funktion: sie aufrufen, oder einen ihrer Werte lesen. JSON hat keinen solchen Wert. (in: () => 1)',
    ],
    [
      "The text can't be read in line 2: expected ',' or ']', but got '<stream end>'.",
      "Der Text ist nicht zu lesen in Zeile 2: expected ',' or ']', but got '<stream end>'.",
    ],
    [
      "The credential 'Shop' is of the type 'basic', and this step takes 'bearer' only: choose another.",
      "Die Zugangsdaten 'Shop' sind von der Art 'basic', und dieser Schritt nimmt nur 'bearer': andere wählen.",
    ],
    [
      "The credential 'Shop' is of the type 'basic', and the step takes 'bearer' or 'header' or 'oauth2' or 'oauth2_code' only.",
      "Die Zugangsdaten 'Shop' sind von der Art 'basic', und der Schritt nimmt nur 'bearer' oder 'header' oder 'oauth2' oder 'oauth2_code'.",
    ],
    ['“Fault or not”, for members', '„Fault or not“, für Mitglieder'],
    [
      'When a run of any other workflow has failed or cancelled',
      'Wenn ein Lauf von irgendeinem anderen Workflow so endet: fehlgeschlagen oder abgebrochen',
    ],
    [
      'Messages of orders.* at prod, up to 50 in one run',
      'Nachrichten von orders.* bei prod, bis zu 50 in einem Lauf',
    ],
    ['The run has ended: failed.', 'Der Lauf ist zu Ende: fehlgeschlagen.'],
    [
      'Slack refused the message: not_in_channel.',
      'Slack hat die Nachricht abgelehnt: not_in_channel.',
    ],
    [
      'The database refused the statement: relation "x" does not exist. Perhaps you meant y.',
      'Die Datenbank hat die Anweisung abgelehnt: relation "x" does not exist. Perhaps you meant y.',
    ],
  ])('%s', (english, german) => {
    expect(say(english)).toBe(german)
  })

  test('that no catalogue knows stays, and so does what a value only looks like', () => {
    expect(say('The customer is a number')).toBe('The customer is a number')
    expect(say('Order 7 was skipped')).toBe('Order 7 was skipped')
    expect(say('The order is not paid.')).toBe('The order is not paid.')
    expect(say('')).toBe('')
    expect(say("There is no workflow 'workflow' in this workspace.")).toContain("'workflow'")
  })

  test('of 50 joined problems is said without delay', () => {
    const many = Array.from(
      { length: 50 },
      (_, at) => `Node 'n${at}' has no port 'x': did you mean 'out'?`,
    ).join(' ')

    expect(say(many).match(/Der Knoten/g)).toHaveLength(50)
  })

  test('takes the template that says most', () => {
    const mine = translator({
      '{1} is wrong: {2}': 'A {1} {2}',
      'Step {1} is wrong: {2}': 'B {1} {2}',
    })

    expect(mine('Step a is wrong: x')).toBe('B a x')
    expect(mine('x is wrong: y')).toBe('A x y')
  })
})

describe('an error', () => {
  afterEach(async () => {
    await setLanguage('en')
    localStorage.clear()
  })

  test('is shown in the language that is spoken', async () => {
    const error = new ApiError({
      status: 404,
      code: 'not_found',
      title: 'Not found',
      detail: "There is no run 'r1' in this workspace.",
    })

    expect(errorText(error).detail).toBe(error.detail)
    await setLanguage('de')
    await vi.waitFor(() => expect(spoken().say(error.title)).toBe('Nicht gefunden'))
    expect(errorText(error)).toMatchObject({
      title: 'Nicht gefunden',
      detail: "Lauf 'r1' gibt es in diesem Arbeitsbereich nicht.",
    })
  })
})
