import { z } from 'zod';
import { exceptions, permissive } from './policy.ts';

export const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      license: z.string().optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
});
export type Lock = z.infer<typeof lockSchema>;

export interface Package {
  name: string;
  licence: string | undefined;
  /** In the Lambdas, and so with everybody who deploys them. */
  ships: boolean;
}

/** Every package that `npm ci` may install, from the lock file. */
export const packagesOf = ({ packages }: Lock): Package[] =>
  Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, { license, dev, devOptional, optional }]) => ({
      name: path.split('node_modules/').at(-1) ?? path,
      licence: license,
      ships: dev !== true && devOptional !== true && optional !== true,
    }));

/** What is wrong with the licences, one sentence each. */
export function judgeLicences(packages: Package[]): string[] {
  return packages.flatMap(({ name, licence, ships }) => {
    if (licence !== undefined && isPermissive(licence)) return [];
    const said = `${name} (${licence ?? 'no licence named'})`;
    if (ships) return [`${said} ships with the product, whose parts must be permissive`];
    return Object.hasOwn(exceptions, name)
      ? []
      : [`${said} is neither permissive nor excepted with a reason`];
  });
}

/** All of `A AND B`, one of `(A OR B)`. */
const isPermissive = (licence: string): boolean =>
  licence
    .replaceAll(/[()]/g, '')
    .split(' AND ')
    .every((part) => part.split(' OR ').some((each) => permissive.includes(each)));
