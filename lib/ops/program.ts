import { Command, CommanderError, Option } from 'commander';
import { configure } from './configure.ts';
import { findDeployment, type Deployment, type Target } from './deployment.ts';
import { doctor, followDeletionsAgain } from './doctor/doctor.ts';
import { erasePerson, type EraseOptions } from './erase.ts';
import { exportPerson, type ExportOptions } from './export.ts';
import { toOpsError } from './ops-error.ts';
import { redrive, type Choice } from './redrive.ts';
import type { Surroundings } from './surroundings.ts';

/** Runs `npm run ops -- <command>`; answers the exit code. */
export async function runOps(commandLine: readonly string[], around: Surroundings): Promise<number> {
  let exitCode = 0;
  const program = createProgram(around, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...commandLine], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    const known = toOpsError(error);
    if (known === undefined) throw error;
    around.print(known.message);
    return 1;
  }
}

function createProgram(around: Surroundings, exit: (code: number) => void): Command {
  const program = new Command('ops').description('Sets up, examines and mends a deployment.');
  const output = (text: string) => around.print(text.trimEnd());
  const command = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .option('--stack <name>', "the deployment's stack", 'trustpilot-reviews-production')
      .option('--outputs <file>', 'what "cdk deploy --outputs-file" wrote, instead of asking CloudFormation');
  const on =
    <Options extends Target>(work: (deployment: Deployment, options: Options) => Promise<void>) =>
    async (options: Options) =>
      work(await findDeployment(options), options);

  command('configure', 'puts the Trustpilot key and secret in place and says what is left to do')
    .option('--api-key <key>', 'Trustpilot API key; asked for when left out')
    .option(
      '--api-secret <secret>',
      'Trustpilot API secret; asked for when left out, which keeps it out of the shell history',
    )
    .action(
      on<Target & { apiKey?: string; apiSecret?: string }>((found, options) =>
        configure(around, found, options),
      ),
    );

  command('doctor', 'examines a live deployment, with a verdict and the next step for each point')
    .option(
      '--restored-from <time>',
      'the table was restored from a backup of that moment: follow later erasures again',
    )
    .action(
      on<Target & { restoredFrom?: string }>(async (found, { restoredFrom }) => {
        if (restoredFrom !== undefined) await followDeletionsAgain(around, found, restoredFrom);
        exit(await doctor(around, found));
      }),
    );

  command('redrive', 'shows what is parked and lets each be tried again or discarded')
    .addOption(
      new Option('--all <choice>', 'decide about all of them at once').choices(['retry', 'discard', 'leave']),
    )
    .action(on<Target & { all?: Choice }>((found, { all }) => redrive(around, found, all)));

  const consumer = [
    '--consumer <id>',
    "the reviewer's id at Trustpilot, or the author's external id in Zendesk",
  ] as const;
  command('export', 'prints all that is stored about one reviewer, as JSON')
    .requiredOption(...consumer)
    .option('--file <path>', 'writes it there instead')
    .action(on<Target & ExportOptions>((found, options) => exportPerson(around, found, options)));

  command('erase', 'erases one reviewer from every account, after showing what that is')
    .requiredOption(...consumer)
    .option('--yes', 'does not ask')
    .action(on<Target & EraseOptions>((found, options) => erasePerson(around, found, options)));

  for (const each of [program, ...program.commands]) {
    each.exitOverride().configureOutput({ writeOut: output, writeErr: output });
  }
  return program;
}
