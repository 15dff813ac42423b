import { BINDING_STEPS, type Advance, type BindingStep } from '#merchants';
import { Field, INSTANT, Prose, oneOf } from '../http/fields.js';
import { momentOf } from './moments.js';

const STEPS = Object.keys(BINDING_STEPS);

/** A step of a binding, and what shows that it was taken. */
export class StepRequest {
  @Field(oneOf(STEPS, 'certified (企业认证), payment account bound, interface tested, live, suspended, and live again'))
  to!: BindingStep;
  @Prose(100, 'who did or confirmed it')
  by!: string;
  /** When it was done. */
  @Field(INSTANT)
  at!: string;
  @Prose(200, 'number of a certificate, a ticket, a test order')
  reference!: string;
}

export const advanceOf = ({ to, by, at, reference }: StepRequest): Advance => ({
  to,
  evidence: { by, at: momentOf(at), reference },
});
