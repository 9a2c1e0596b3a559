/** Where the web console listens: options of `demo` and of `console`. */
export const consoleOptions = {
  host: { type: 'text', placeholder: 'address', default: '127.0.0.1', meaning: 'the address to listen on' },
  port: {
    type: 'number',
    placeholder: 'port',
    default: 4180,
    least: 0,
    most: 65_535,
    meaning: 'the port of the page; 0 takes a free one',
  },
} as const
