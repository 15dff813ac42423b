import { replayNotice, type ChannelDeps } from '#channels';
import { instant } from '#kernel';
import { commandHandler, queryHandler, type ServerFeature } from '../features/feature-module.js';
import { AskNotice, AskNotices, ReplayNotice } from './notices.bus.js';
import { NoticesController } from './notices.controller.js';

export const noticesFeature = (deps: ChannelDeps): ServerFeature => ({
  name: 'Notices',
  controllers: [NoticesController],
  handlers: [
    commandHandler(ReplayNotice, ({ id }) => replayNotice(deps, id, instant(Date.now()))),
    queryHandler(AskNotices, ({ asked }) => deps.inbox.list(asked)),
    queryHandler(AskNotice, ({ id }) => deps.inbox.show(id)),
  ],
});
