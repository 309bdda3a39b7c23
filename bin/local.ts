import { startProduct } from '../lib/local/product.ts';
import { runUntilStopped } from '../lib/local/run-until-stopped.ts';
import { readSettings } from '../lib/local/settings.ts';

await runUntilStopped(async () => {
  const product = await startProduct(readSettings(process.env));
  console.log(`listening on ${product.url}`);
  return product;
});
