/** Two listeners as one. */
export function both<Value>(
  first: (value: Value) => void,
  second: ((value: Value) => void) | undefined,
): (value: Value) => void {
  if (second === undefined) return first
  return (value) => {
    first(value)
    second(value)
  }
}
