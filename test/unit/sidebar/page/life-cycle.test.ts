import { createActionIds } from '../../../../lambdas/sidebar/page/action-ids.ts';
import { keepFresh } from '../../../../lambdas/sidebar/page/life-cycle.ts';
import { isNewer } from '../../../../lambdas/sidebar/page/newer-app.ts';
import { aClient } from './a-client.ts';

const { jest } = import.meta;

describe('a card stays true while somebody looks at it', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  function shown() {
    const { client, emit } = aClient();
    let loads = 0;
    let loadedAtMs = Date.now();
    keepFresh(client, {
      load: async () => {
        loads += 1;
        loadedAtMs = Date.now();
      },
      isOlderThan: (ms) => Date.now() - loadedAtMs > ms,
      outdate: () => {
        loadedAtMs = 0;
      },
    });
    return { emit, loads: () => loads };
  }

  test('coming back reads it anew after a minute, not before', () => {
    const { emit, loads } = shown();
    jest.advanceTimersByTime(50_000);
    emit('app.activated');
    expect(loads()).toBe(0);
    jest.advanceTimersByTime(20_000);
    emit('app.activated');
    expect(loads()).toBe(1);
  });

  test('after a submit it is read a few times within a minute, and then no more', () => {
    const { emit, loads } = shown();
    emit('ticket.submit.done');
    jest.advanceTimersByTime(60_000);
    expect(loads()).toBe(3);
    jest.advanceTimersByTime(3_600_000);
    expect(loads()).toBe(3);
  });

  test('nothing is read in the background; what was left open is read on return', () => {
    const { emit, loads } = shown();
    emit('ticket.submit.done');
    jest.advanceTimersByTime(5_000);
    expect(loads()).toBe(1);
    emit('app.deactivated');
    jest.advanceTimersByTime(3_600_000);
    expect(loads()).toBe(1);
    emit('app.activated');
    expect(loads()).toBe(2);
  });

  test('a submit from elsewhere is seen on return', () => {
    const { emit, loads } = shown();
    emit('app.deactivated');
    emit('ticket.submit.done');
    jest.advanceTimersByTime(10_000);
    expect(loads()).toBe(0);
    emit('app.activated');
    expect(loads()).toBe(1);
  });
});

test('a click that repeats one with an unknown outcome is the same piece of work', () => {
  let made = 0;
  const ids = createActionIds(() => `id-${++made}`);
  expect([ids.idFor('add vip'), ids.idFor('add vip'), ids.idFor('add late')]).toEqual([
    'id-1',
    'id-1',
    'id-2',
  ]);
  ids.settled('add vip');
  expect(ids.idFor('add vip')).toBe('id-3');
});

test.each([
  ['1.2.0', '1.1.0', true],
  ['1.10.0', '1.9.9', true],
  ['2.0.0', '1.9.9', true],
  ['1.1.0', '1.1.0', false],
  ['1.1.0', '1.2.0', false],
  ['', '1.1.0', false],
  ['x', '1.1.0', false],
])('version %s is newer than %s: %s', (offered, running, expected) => {
  expect(isNewer(offered, running)).toBe(expected);
});
