/** express with a canned answer: what a handler costs that looks at nothing. `node express-server.ts PORT FILE` */
import { readFileSync } from 'node:fs'
import { peersFolder } from './install.ts'

type Answer = { type(type: string): Answer; send(body: Buffer): void }
type Express = () => {
  post(path: string, handle: (request: unknown, answer: Answer) => void): void
  listen(port: number, host: string): void
}

const [, , port, file = ''] = process.argv
const body = readFileSync(file)
// By its path: it is installed when the bench first runs, and the type checker must do without it.
const { default: express } = (await import(`${peersFolder}node_modules/express/index.js`)) as { default: Express }
const app = express()
app.post('/gateway.do', (_, answer) => answer.type('text/xml;charset=UTF-8').send(body))
app.listen(Number(port), '127.0.0.1')
