import { describe, expect, it } from 'vitest';
import { choices, inWords, sameAs, seconds } from './durations';
import { parsed } from './numbers';

describe('durations', () => {
  it('are read as ISO 8601 has them, and told in words', () => {
    expect(seconds('PT1H30M')).toBe(5400);
    expect(seconds('P7D')).toBe(604_800);
    expect(seconds('P')).toBeNull();
    expect(seconds('an hour')).toBeNull();
    expect(inWords('PT60M')).toBe('1 hour');
    expect(inWords('PT7M')).toBe('7 minutes');
    expect(inWords('PT1H30M')).toBe('1 hour 30 minutes');
    expect(inWords('PT10S')).toBe('10 seconds');
    expect(inWords('soon')).toBe('soon');
    expect(sameAs(['PT1H', 'PT4H'], 'PT60M')).toBe('PT1H');
  });

  it('that are not among the choices are put in front of them', () => {
    expect(choices(['PT0S', 'PT5M'], 'PT7M', 'at once').map(({ label }) => label)).toEqual(['7 minutes', 'at once', '5 minutes']);
  });
});

it('numbers are read as people write them', () => {
  expect(['42000', '42 000', '42,000', '42.5', '42,5', '−1', '1e3', ''].map(parsed)).toEqual([42_000, 42_000, 42_000, 42.5, 42.5, -1, 1000, null]);
  expect(parsed('many')).toBeNull();
});
