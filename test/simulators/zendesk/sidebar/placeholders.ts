import type { SidebarApp } from './app.ts';

/** Thrown when the proxy does not send a request; its name reaches the page. */
export class ProxyRefusal extends Error {
  override name = 'ProxyRefusal';
  readonly code: 'proxy_scope' | 'proxy_domain' | 'proxy_jwt' | 'proxy_secret' | 'proxy_user' | 'proxy_url';

  constructor(code: ProxyRefusal['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export type Scope =
  'header' | 'body' | 'url' | 'jwt_secret_key' | 'jwt_claim' | 'basic_auth_username' | 'basic_auth_password';

/** Puts settings where `{{setting.<name>}}` stands, secure ones only where their scopes allow it. */
export class Placeholders {
  readonly #app: SidebarApp;
  /** The secure values that were put in. */
  readonly used = new Set<string>();

  constructor(app: SidebarApp) {
    this.#app = app;
  }

  fill(text: string, scope: Scope): string {
    return text.replace(/\{\{\s*setting\.([\w-]+)\s*\}\}/g, (whole, name: string) => {
      const parameter = this.#app.parameters.find((candidate) => candidate.name === name);
      if (parameter === undefined) return whole;
      const { secure, scopes } = parameter;
      if (secure && scopes.length > 0 && !scopes.includes(scope))
        throw new ProxyRefusal('proxy_scope', `The setting ${name} must not be used as ${scope}`);
      const value = this.#app.settings[name] ?? '';
      if (secure) this.used.add(value);
      return value;
    });
  }
}
