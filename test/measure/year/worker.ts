import { parentPort, workerData } from 'node:worker_threads';
import { liveAYear, type YearOptions, type YearResult } from './live-a-year.ts';

export type YearMessage = { day: number; calls: number } | YearResult;

// Each row that the store keeps would hold on to the pool that it was cut from, 64 KiB each: gigabytes by the year's end.
Buffer.poolSize = 0;

const say = (message: YearMessage) => parentPort?.postMessage(message);
say(await liveAYear({ ...(workerData as YearOptions), onDay: (day, calls) => say({ day, calls }) }));
