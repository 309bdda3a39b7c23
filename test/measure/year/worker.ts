import { parentPort, workerData } from 'node:worker_threads';
import { liveAYear, type YearOptions, type YearResult } from './live-a-year.ts';

export type YearMessage = { day: number; calls: number } | YearResult;

const say = (message: YearMessage) => parentPort?.postMessage(message);
say(await liveAYear({ ...(workerData as YearOptions), onDay: (day, calls) => say({ day, calls }) }));
