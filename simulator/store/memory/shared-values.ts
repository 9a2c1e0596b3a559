/**
 * Plain values that many texts have in common, each kept once and named by a number. The first ten thousand only: values that
 * do not repeat must not pile up here, and stand in the texts themselves.
 */

const valuesMost = 10_000

/** As it is written into a text: the number of the value, or the value. */
export type Shared<Value extends string | object> = number | Value

export class SharedValues<Value extends string | object> {
  readonly #numbers = new Map<string, number>()
  readonly #values: Value[] = []

  written(value: Value): Shared<Value> {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    if (this.#values.length === valuesMost) return value
    this.#numbers.set(text, this.#values.length)
    return this.#values.push(value) - 1
  }

  /** @throws RangeError on a number that these values never gave out */
  read(written: Shared<Value>): Value {
    const value = typeof written === 'number' ? this.#values[written] : written
    if (value === undefined) throw new RangeError(`there is no value ${written}`)
    return value
  }
}
