/**
 * The partner that a simulator has when nobody names another: a made-up number and a key that is no secret.
 */
export const demoPartner = { pid: '2088101122334455', md5Key: 'alipaysandboxkitdemomd5key000000' } as const
