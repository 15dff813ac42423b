import { Body, Controller, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { PAYMENT_CHANNELS } from '#merchants';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { Field, INSTANT, OptionalField, Prose, SETUP_ID, oneOf } from '../http/fields.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { takeStep } from './merchants.bus.js';
import { MERCHANT_NO, METHODS, MerchantPath } from './merchants.requests.js';
import { momentOf } from './moments.js';

const CHANNELS = PAYMENT_CHANNELS.map(({ channel }) => channel);
const NAMES = PAYMENT_CHANNELS.map(({ channel, name }) => `${channel} ${name}`).join(', ');

class InterfacePath extends MerchantPath {
  @Field(SETUP_ID)
  interfaceId!: string;
}

class OpenInterfaceRequest {
  @Field(SETUP_ID)
  id!: string;
  @Field(oneOf(CHANNELS, NAMES))
  channel!: string;
  @Field(MERCHANT_NO)
  merchantNo!: string;
  @Field(METHODS)
  methods!: string[];
  @Field(INSTANT)
  validFrom!: string;
  /** Not included; no end is known unless said. */
  @OptionalField(INSTANT)
  validTo?: string;
}

class CloseInterfaceRequest {
  /** Not valid from this moment on. */
  @Field(INSTANT)
  at!: string;
  @Prose(200)
  reason!: string;
}

@ApiTags('set-up')
@Controller('v1/merchants/:id/payment-interfaces')
export class PaymentInterfacesController {
  constructor(private readonly commands: CommandBus) {}

  @CommandRoute('', 'Opens a payment interface: a merchant number with a channel, for a time.', 'administer', {
    ifMatch: 'refused',
  })
  open(@Param() { id }: MerchantPath, @Body() body: OpenInterfaceRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { id: interfaceId, channel, merchantNo, methods, validFrom, validTo } = body;
    const validity = { validFrom: momentOf(validFrom), ...(validTo !== undefined && { validTo: momentOf(validTo) }) };
    const opened = { merchantId: id, interfaceId, channel, merchantNo, methods, ...validity };
    return takeStep(this.commands, { type: 'OpenPaymentInterface', ...opened }, call);
  }

  @CommandRoute(':interfaceId/close', 'Closes a payment interface on which no authorization holds money.', 'administer')
  close(
    @Param() { id, interfaceId }: InterfacePath,
    @Body() { at, reason }: CloseInterfaceRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    const closing = { merchantId: id, interfaceId, at: momentOf(at), reason };
    return takeStep(this.commands, { type: 'ClosePaymentInterface', ...closing }, call);
  }
}
