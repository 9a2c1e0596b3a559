/** How each kind of client is told to trust one more certificate authority, for one run rather than for the whole machine. */
export const recipeNames = ['curl', 'java', 'node', 'php', 'python'] as const
export type RecipeName = (typeof recipeNames)[number]

/** `{{ca}}` is the file's path. */
export const recipes: Readonly<Record<RecipeName, readonly string[]>> = {
  curl: [
    'curl --cacert {{ca}} https://mapi.alipaydev.com/gateway.do',
    'or for all that follows: export CURL_CA_BUNDLE={{ca}}',
  ],
  java: [
    'keytool -importcert -noprompt -alias alipay-sandbox -file {{ca}} -keystore sandbox-trust.p12 -storetype PKCS12 -storepass changeit',
    'java -Djavax.net.ssl.trustStore=sandbox-trust.p12 -Djavax.net.ssl.trustStorePassword=changeit …',
    'The store replaces the usual one: the program then trusts nobody else. For the proxy: -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=4100',
  ],
  node: [
    'NODE_EXTRA_CA_CERTS={{ca}} node …',
    'For the proxy, from Node 24 on: NODE_USE_ENV_PROXY=1 HTTPS_PROXY=http://127.0.0.1:4100',
  ],
  php: ['php -d curl.cainfo={{ca}} -d openssl.cafile={{ca}} …'],
  python: ['SSL_CERT_FILE={{ca}} python …', 'for requests: REQUESTS_CA_BUNDLE={{ca}}'],
}
