/**
 * For clients that speak to an embedded emulator: no look-up of a region or of credentials. The region is fixed
 * because the emulator makes it part of a queue's identity: another one would be another queue.
 */
export const offline = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
