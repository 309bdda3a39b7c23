/** The Zendesk app that this deployment offers. Raised when anything in the package changes but the address. */
export const appVersion = '1.1.0';
