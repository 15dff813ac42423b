import { Body, Controller, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { callKeyText, miniAppSecretText } from '#merchants';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { CommandRoute } from '../idempotency/command-route.js';
import {
  AccountPath,
  BindAccountRequest,
  BindLifeAccountRequest,
  BindMiniAppRequest,
  CallKeyRequest,
  MiniAppPath,
  MiniAppSecretRequest,
  OneSecretPath,
  PublicKeysRequest,
} from './channel-accounts.requests.js';
import { takeStep } from './merchants.bus.js';
import { MerchantPath, RotationRequest } from './merchants.requests.js';
import { now, rotationOf } from './moments.js';
import { StepRequest, advanceOf } from './steps.requests.js';

const ACCOUNT = 'channel-accounts/:kind/:accountId';

@ApiTags('set-up')
@Controller('v1/merchants/:id')
export class ChannelAccountsController {
  constructor(private readonly commands: CommandBus) {}

  @CommandRoute('life-accounts', 'Binds a Douyin local-life account (抖音来客).', 'administer')
  bindLifeAccount(
    @Param() { id }: MerchantPath,
    @Body() { clientKey, clientSecret, ...rest }: BindLifeAccountRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    const account = { kind: 'douyin-life', accountId: clientKey, secret: clientSecret, publicKeys: [] } as const;
    return takeStep(this.commands, { type: 'BindAccount', merchantId: id, ...account, ...rest }, call);
  }

  @CommandRoute('mini-apps', 'Binds a Douyin mini-app (小程序).', 'administer')
  bindMiniApp(
    @Param() { id }: MerchantPath,
    @Body() { appId, token, salt, platformPublicKey, ...rest }: BindMiniAppRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    const secret = miniAppSecretText({ token, salt });
    const account = { kind: 'mini-app', accountId: appId, secret, publicKeys: [platformPublicKey] } as const;
    return takeStep(this.commands, { type: 'BindAccount', merchantId: id, ...account, ...rest }, call);
  }

  @CommandRoute('mini-apps/:appId/secret', 'Gives a mini-app a new token and salt.', 'administer')
  rotateMiniApp(
    @Param() { id, appId }: MiniAppPath,
    @Body() body: MiniAppSecretRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    const account = { kind: 'mini-app', accountId: appId, secret: miniAppSecretText(body) } as const;
    return takeStep(this.commands, { type: 'RotateAccountSecret', merchantId: id, ...account, ...rotationOf(body) }, call);
  }

  @CommandRoute('channel-accounts', 'Binds an account with a wallet or an aggregator.', 'administer')
  bind(
    @Param() { id }: MerchantPath,
    @Body() { publicKeys = [], ...account }: BindAccountRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return takeStep(this.commands, { type: 'BindAccount', merchantId: id, publicKeys, ...account }, call);
  }

  @CommandRoute(`${ACCOUNT}/steps`, 'Takes the binding of an account one step further.', 'administer')
  advance(
    @Param() { id, kind, accountId }: AccountPath,
    @Body() body: StepRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return takeStep(this.commands, { type: 'AdvanceAccount', merchantId: id, kind, accountId, ...advanceOf(body) }, call);
  }

  @CommandRoute(`${ACCOUNT}/secret`, 'Gives an account a new secret; the one before verifies until overlapUntil.', 'administer')
  rotate(
    @Param() { id, kind, accountId }: OneSecretPath,
    @Body() body: RotationRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    const rotation = { kind, accountId, secret: body.secret, ...rotationOf(body) };
    return takeStep(this.commands, { type: 'RotateAccountSecret', merchantId: id, ...rotation }, call);
  }

  @CommandRoute(`${ACCOUNT}/call-key`, 'Says what our own calls to the party are signed with from now on.', 'administer')
  setCallKey(
    @Param() { id, kind, accountId }: AccountPath,
    @Body() body: CallKeyRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    const said = { kind, accountId, callKey: callKeyText(body), at: now() };
    return takeStep(this.commands, { type: 'SetAccountCallKey', merchantId: id, ...said }, call);
  }

  @CommandRoute(`${ACCOUNT}/public-keys`, 'Says which public keys of the party verify from now on.', 'administer')
  setKeys(
    @Param() { id, kind, accountId }: AccountPath,
    @Body() { publicKeys }: PublicKeysRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return takeStep(this.commands, { type: 'SetAccountKeys', merchantId: id, kind, accountId, publicKeys }, call);
  }
}
