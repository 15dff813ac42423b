import type { Finding } from '../answers';
import { INTERFACE_FORMS, ROOM_FORMS, TERMINAL_FORMS } from './collect-forms';
import type { Values } from './field';
import { openedBy, type SetUpForm } from './form';
import { DESTINATION_FORMS, FEE_FORMS, TERMS_FORMS } from './money-forms';
import { ACCOUNT_FORMS, SHOP_FORMS, STORE_FORMS } from './shop-forms';

const ALL: readonly SetUpForm[] = [
  ...STORE_FORMS,
  ...SHOP_FORMS,
  ...INTERFACE_FORMS,
  ...ACCOUNT_FORMS,
  ...TERMINAL_FORMS,
  ...ROOM_FORMS,
  ...DESTINATION_FORMS,
  ...FEE_FORMS,
  ...TERMS_FORMS,
];

export const formNamed = (name: string): SetUpForm | undefined => ALL.find((form) => form.name === name);

/** The form of the command that mends a finding, and what it is opened with; undefined where it is mended elsewhere. */
export function mendingOf({ mend: { send } }: Finding): { readonly form: SetUpForm; readonly opened: Values } | undefined {
  if (!send) return undefined;
  for (const form of ALL) {
    const opened = openedBy(form, send);
    if (opened) return { form, opened: { ...opened, ...('douyinShopId' in opened && { payTo: 'douyin' }) } };
  }
  return undefined;
}
