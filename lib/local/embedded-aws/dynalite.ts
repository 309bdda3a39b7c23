import { AbstractKeyIterator, AbstractValueIterator } from 'abstract-level';
import dynalite from 'dynalite';

// dynalite 4.0.0 ends its reads with `iterator.return`, which abstract-level 3 calls `close`: every query left an
// iterator open, and with it the state of the whole store at that moment.
for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator])
  Object.defineProperty(prototype, 'return', { value: Reflect.get(prototype, 'close') });

export { dynalite };
