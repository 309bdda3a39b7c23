import { input, password, select } from '@inquirer/prompts';
import { readAlarms, readScheduleState } from '../lib/ops/operations.ts';
import { runOps } from '../lib/ops/program.ts';
import { createAwsClients } from '../lib/ops/surroundings.ts';

process.exitCode = await runOps(process.argv.slice(2), {
  print: (line) => console.log(line),
  ask: {
    text: (message) => input({ message }),
    secret: (message) => password({ message, mask: true }),
    choose: (message, choices) => select({ message, choices: [...choices] }),
  },
  ...createAwsClients(),
  readScheduleState,
  readAlarms,
  trustpilotUrl: process.env['TRUSTPILOT_API_URL'] ?? 'https://api.trustpilot.com',
  nowMs: Date.now,
});
