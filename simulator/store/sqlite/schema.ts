/**
 * The tables of a state file, as steps from one version of the schema to the next: a file that an earlier version wrote is
 * brought forward, step by step, in one transaction. Rows of wide tables stand in the order of their making, so that a file of
 * millions grows at its end. Source: performance.md (5).
 *
 * A row's number in `trade`, `event` and `notification` begins with its book's: the rows of one book are one range.
 * A book is a partner's, until the partner is reset: then it gets a new one, and the rows of the old are cleared away later.
 */

/** Step n leads from version n to n + 1. Only ever added to: files of every version are out there. */
export const migrations: readonly string[] = [
  `CREATE TABLE book (id INTEGER PRIMARY KEY, partner TEXT NOT NULL, current INTEGER NOT NULL);
   CREATE UNIQUE INDEX book_current ON book (partner) WHERE current = 1;
   CREATE TABLE note (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
   CREATE TABLE document (partner TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (partner, name)) WITHOUT ROWID;

   CREATE TABLE trade (
     id INTEGER PRIMARY KEY,
     book INTEGER NOT NULL,
     partner_trans_id TEXT NOT NULL,
     alipay_trans_id TEXT,
     version INTEGER NOT NULL,
     state TEXT,
     data TEXT NOT NULL
   );
   CREATE UNIQUE INDEX trade_by_merchant ON trade (book, partner_trans_id);
   CREATE UNIQUE INDEX trade_by_number ON trade (book, alipay_trans_id) WHERE alipay_trans_id IS NOT NULL;

   CREATE TABLE event (
     id INTEGER PRIMARY KEY,
     trade INTEGER NOT NULL,
     version INTEGER NOT NULL,
     state TEXT NOT NULL,
     taken INTEGER NOT NULL,
     given_back INTEGER NOT NULL
   );

   CREATE TABLE claim (book INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, owner TEXT NOT NULL, PRIMARY KEY (book, kind, name)) WITHOUT ROWID;
   CREATE TABLE count (book INTEGER NOT NULL, name TEXT NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY (book, name)) WITHOUT ROWID;

   CREATE TABLE task (id INTEGER PRIMARY KEY, book INTEGER NOT NULL, name TEXT NOT NULL, due_at INTEGER NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL);
   CREATE UNIQUE INDEX task_by_name ON task (book, name);
   CREATE INDEX task_by_due ON task (book, due_at);

   CREATE TABLE notification (id INTEGER PRIMARY KEY, book INTEGER NOT NULL, notify_id TEXT NOT NULL, data TEXT NOT NULL);
   CREATE UNIQUE INDEX notification_by_id ON notification (book, notify_id);

   CREATE TABLE exchange (
     id INTEGER PRIMARY KEY,
     book INTEGER NOT NULL,
     kept_at INTEGER NOT NULL,
     service TEXT NOT NULL,
     partner_trans_id TEXT NOT NULL,
     outcome TEXT NOT NULL,
     data TEXT NOT NULL,
     body BLOB NOT NULL
   );
   CREATE INDEX exchange_by_book ON exchange (book);
   CREATE TABLE answer (id INTEGER PRIMARY KEY, data TEXT NOT NULL, body BLOB NOT NULL);`,
]

export const schemaVersion = migrations.length

/** Which columns are JSON text, for who writes a file out or reads one in. The order is the one in which rows may be put. */
export const tables = {
  note: { columns: ['name', 'value'], json: [] },
  book: { columns: ['id', 'partner', 'current'], json: [] },
  document: { columns: ['partner', 'name', 'text'], json: ['text'] },
  trade: {
    columns: ['id', 'book', 'partner_trans_id', 'alipay_trans_id', 'version', 'state', 'data'],
    json: ['data'],
  },
  event: { columns: ['id', 'trade', 'version', 'state', 'taken', 'given_back'], json: [] },
  claim: { columns: ['book', 'kind', 'name', 'owner'], json: [] },
  count: { columns: ['book', 'name', 'sum'], json: [] },
  task: { columns: ['id', 'book', 'name', 'due_at', 'kind', 'ref'], json: [] },
  notification: { columns: ['id', 'book', 'notify_id', 'data'], json: ['data'] },
  exchange: {
    columns: ['id', 'book', 'kept_at', 'service', 'partner_trans_id', 'outcome', 'data', 'body'],
    json: ['data'],
  },
  answer: { columns: ['id', 'data', 'body'], json: ['data'] },
} as const satisfies Record<string, { readonly columns: readonly string[]; readonly json: readonly string[] }>

export type TableName = keyof typeof tables
