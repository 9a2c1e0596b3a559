/** README.txt of every bundle: what it is, and how to check it without the kit. The same text as in docs/evidence.md. */

/** Run in the folder that holds the bundle; `test/evidence.test.ts` runs these very lines. */
export const checkByHand = `unzip -q -d evidence "$BUNDLE"
cd evidence
# 1. The key in the bundle is the one that you were told of:
openssl pkey -pubin -in public-key.pem -outform DER | openssl dgst -sha256 -binary | openssl base64
grep '^# key' manifest.txt
# 2. The manifest was signed with it:
openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in manifest.txt -sigfile manifest.sig
# 3. Every file is the one that was signed:
sha256sum --check --quiet manifest.txt
# 4. The chain over the files, in their order:
link=$(printf '%064d' 0)
grep -v '^#' manifest.txt > ../lines.txt
while read -r line; do
  link=$(printf '%s%s\\n' "$link" "$line" | sha256sum | cut -c 1-64)
done < ../lines.txt
grep "^# chain $link$" manifest.txt
# 5. Nothing was put between the files:
bytes=$(sed -n 's/^# packed \\([0-9]*\\) .*/\\1/p' manifest.txt)
grep "^# packed $bytes $(head -c "$bytes" "$BUNDLE" | sha256sum | cut -c 1-64)$" manifest.txt
`

export const readMe = `Evidence of a conformance run, written by alipay-sandbox-kit (conform --evidence).

run.json           who was tested, by which version, with which seed and claims
cases.json         the cases that were selected, as data
rules.json         the rules that were asked
results.json       the verdict on each case
evidence/*.json    by case: what the system under test said, what the ledger held, its notifications
wire/*.jsonl       by case: what went over the wire, one exchange a line
manifest.txt       the hash of each file, in order, and the chain over them
manifest.sig       the Ed25519 signature of manifest.txt
public-key.pem     the key to check it with

A case that failed was run once more: NAME.again holds its second attempt. Keys are left out, payment codes are masked.

A key that was "made for this run" shows that nothing was changed since; it does not show who made it. Who can say whose
key it is learns that, too.

With the kit:

  alipay-sandbox evidence verify FILE --key PUBLIC.pem
  alipay-sandbox evidence judge FILE

With openssl 3, sha256sum and unzip alone (BUNDLE is the absolute path of the bundle):

${checkByHand.replaceAll(/^(?=.)/gm, '  ')}`
