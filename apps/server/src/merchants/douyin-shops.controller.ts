import { Body, Controller, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { CommandRoute } from '../idempotency/command-route.js';
import {
  AppPath,
  AssignRoomRequest,
  BindInterfaceRequest,
  BindShopRequest,
  EndInterfaceRequest,
  MoveRoomRequest,
  RoomPath,
  ShopInterfacePath,
  ShopPath,
} from './douyin-shops.requests.js';
import { takeStep } from './merchants.bus.js';
import { DefaultInterfaceRequest, MerchantPath, RotationRequest } from './merchants.requests.js';
import { momentOf, rotationOf } from './moments.js';
import { StepRequest, advanceOf } from './steps.requests.js';

const SEVERAL = { ifMatch: 'refused' } as const;

@ApiTags('set-up')
@Controller('v1/merchants/:id')
export class DouyinShopsController {
  constructor(private readonly commands: CommandBus) {}

  @CommandRoute('douyin-shops', 'Binds a Douyin shop and the app that signs its pushes.', 'administer', SEVERAL)
  bindShop(@Param() { id }: MerchantPath, @Body() body: BindShopRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { shopId, appKey, appSecret, storeId } = body;
    const shop = { shopId, appKey, appSecret, ...(storeId !== undefined && { storeId }) };
    return takeStep(this.commands, { type: 'BindShop', merchantId: id, ...shop }, call);
  }

  @CommandRoute(
    'douyin-apps/:appKey/secret',
    'Gives a Douyin app a new secret; the one before verifies until overlapUntil.',
    'administer',
  )
  rotate(@Param() { id, appKey }: AppPath, @Body() body: RotationRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { secret } = body;
    return takeStep(this.commands, { type: 'RotateAppSecret', merchantId: id, appKey, secret, ...rotationOf(body) }, call);
  }

  @CommandRoute('douyin-shops/:shopId/steps', 'Takes the binding of a shop one step further.', 'administer')
  advance(@Param() { id, shopId }: ShopPath, @Body() body: StepRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    return takeStep(this.commands, { type: 'AdvanceShop', merchantId: id, shopId, ...advanceOf(body) }, call);
  }

  @CommandRoute('douyin-shops/:shopId/payment-interfaces', 'Binds a shop to a payment interface for a time.', 'administer')
  bindInterface(
    @Param() { id, shopId }: ShopPath,
    @Body() { interfaceId, from, to }: BindInterfaceRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    const period = { from: momentOf(from), ...(to !== undefined && { to: momentOf(to) }) };
    return takeStep(this.commands, { type: 'BindInterface', merchantId: id, shopId, interfaceId, ...period }, call);
  }

  @CommandRoute(
    'douyin-shops/:shopId/payment-interfaces/:interfaceId/end',
    'Ends the binding of a shop to a payment interface.',
    'administer',
  )
  endInterface(
    @Param() { id, shopId, interfaceId }: ShopInterfacePath,
    @Body() { to }: EndInterfaceRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return takeStep(this.commands, { type: 'UnbindInterface', merchantId: id, shopId, interfaceId, to: momentOf(to) }, call);
  }

  @CommandRoute('douyin-shops/:shopId/default-interface', 'Sets the default payment interface of a shop.', 'administer')
  setShopDefault(
    @Param() { id, shopId }: ShopPath,
    @Body() { interfaceId, from }: DefaultInterfaceRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return takeStep(this.commands, { type: 'SetShopDefault', merchantId: id, shopId, interfaceId, from: momentOf(from) }, call);
  }

  @CommandRoute('live-rooms', 'Assigns a live room to a Douyin shop.', 'administer', SEVERAL)
  assignRoom(
    @Param() { id }: MerchantPath,
    @Body() { roomId, shopId, name }: AssignRoomRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return takeStep(this.commands, { type: 'AssignRoom', merchantId: id, roomId, shopId, name }, call);
  }

  @CommandRoute('live-rooms/:roomId/shop', 'Moves a live room to another shop from a moment on.', 'administer')
  moveRoom(
    @Param() { id, roomId }: RoomPath,
    @Body() { shopId, from }: MoveRoomRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return takeStep(this.commands, { type: 'MoveRoom', merchantId: id, roomId, shopId, from: momentOf(from) }, call);
  }

  @CommandRoute('live-rooms/:roomId/default-interface', 'Sets the default payment interface of a live room.', 'administer')
  setRoomDefault(
    @Param() { id, roomId }: RoomPath,
    @Body() { interfaceId, from }: DefaultInterfaceRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return takeStep(this.commands, { type: 'SetRoomDefault', merchantId: id, roomId, interfaceId, from: momentOf(from) }, call);
  }
}
