// A loader under which node-datachannel is not there, as on a machine it has no binary for.
import { register } from 'node:module';

const hooks = `
export function resolve(specifier, context, next) {
  if (specifier === 'node-datachannel') throw new Error('No binary for this machine.');
  return next(specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
