/** How a payment of a wallet's own statement was paid. A statement of an acquirer words it in its own way: nobody's list is complete. */
export const METHOD_OF_CHANNEL: Readonly<Record<string, string>> = { wechat: 'wechat', alipay: 'alipay', jdpay: 'jdpay' };
