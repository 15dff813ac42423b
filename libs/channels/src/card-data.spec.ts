import { cardDataContract } from './card-data.contract.js';
import { ChannelsUnderTest } from './testing.js';

cardDataContract('memory', async () => {
  const channels = await ChannelsUnderTest.open();
  const stored = async (): Promise<string> => {
    const { notices } = await channels.inbox.list({ limit: 10_000 });
    const shown = await Promise.all(notices.map(({ id }) => channels.inbox.show(id)));
    const texts = shown.flatMap((each) =>
      each ? [each.raw.toString(), each.evidence?.body.toString(), JSON.stringify(each)] : [],
    );
    return JSON.stringify([...texts, await channels.events(), channels.faults.map(String)]);
  };
  return { deps: channels.deps, stored, clear: () => Promise.resolve() };
});
