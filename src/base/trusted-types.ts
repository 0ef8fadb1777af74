/**
 * The one Trusted Types policy of the player's own code (W3C Trusted Types, 2.3). Pages that enforce
 * `require-trusted-types-for 'script'` allow it by name: `trusted-types olympic-player lit-html`. It is kept in this module,
 * never handed out: whoever held it could bless any script.
 */
const policyName = 'olympic-player';

/** The part of the API used here. What it makes is a TrustedScriptURL, which every sink takes where it takes a string. */
interface Policy {
  createScriptURL(url: string): string;
}

interface TrustedTypesScope {
  readonly trustedTypes: { createPolicy(name: string, rules: Policy): Policy };
}

const hasTrustedTypes = (scope: object): scope is TrustedTypesScope => 'trustedTypes' in scope;

let policy: Policy | undefined;

/**
 * A script's URL for a sink such as `new Worker`: a TrustedScriptURL where the browser has Trusted Types, else as given.
 * Only for URLs the player made itself (its own files, its own blobs), never for one that came from a descriptor, a
 * manifest or a server.
 * @throws TypeError when the page's CSP lists trusted types without `olympic-player`
 */
export function trustedScriptUrl(url: string): string {
  const scope: object = globalThis;
  if (!hasTrustedTypes(scope)) return url;
  policy ??= scope.trustedTypes.createPolicy(policyName, { createScriptURL: (own) => own });
  return policy.createScriptURL(url);
}
