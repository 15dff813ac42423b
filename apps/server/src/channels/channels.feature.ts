import type { Provider } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { ServerFeature } from '../features/feature-module.js';
import { AcquirersController } from './acquirers.controller.js';
import { ChannelDoor, type ChannelParts } from './channel-door.js';
import { CallbacksController } from './callbacks.controller.js';
import { ChannelsController } from './channels.controller.js';

export const channelsFeature = (parts: ChannelParts): ServerFeature => {
  const door: Provider = {
    provide: ChannelDoor,
    inject: [CommandBus],
    useFactory: (bus: CommandBus) => ChannelDoor.over(bus, parts),
  };
  return { name: 'Channels', controllers: [ChannelsController, AcquirersController, CallbacksController], handlers: [door] };
};
