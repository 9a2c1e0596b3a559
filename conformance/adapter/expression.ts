/** JMESPath, compiled once, its mistakes told with the place that they stand at. */
import { compile, type JSONValue, TreeInterpreter } from '@jmespath-community/jmespath'
import { KitError } from '../kit-error.ts'

export type Expression = (input: unknown) => unknown

/** @throws KitError BAD_EXPRESSION */
export function expression(text: string, where: string): Expression {
  let tree: ReturnType<typeof compile>
  try {
    tree = compile(text)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new KitError('BAD_EXPRESSION', { detail: `${where}: "${text}" is no JMESPath (${why}).`, cause })
  }
  return (input) => TreeInterpreter.search(tree, input as JSONValue)
}
