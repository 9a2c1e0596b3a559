/**
 * The published door of the Testcontainers module, `alipay-sandbox-kit/testcontainers`: the simulator in a container of a
 * test's own. `testcontainers` itself is the user's to install.
 */
export { AlipaySandboxContainer, type SandboxPartner } from './alipay-sandbox-container.ts'
export { StartedAlipaySandboxContainer } from './started-alipay-sandbox-container.ts'
