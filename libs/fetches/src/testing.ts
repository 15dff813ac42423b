export { FAKE_ACCOUNTS, type ChannelTrouble } from './testing/fake-accounts.js';
export { FakeChannels } from './testing/fake-channels.js';
