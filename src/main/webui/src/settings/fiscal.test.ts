import { describe, expect, it } from 'vitest';
import { fiscalYear } from './fiscal';

describe('a fiscal year', () => {
  it('is the calendar year where nothing else was told', () => {
    expect(fiscalYear({ firstMonth: 1, namedByEnd: true, label: '{yyyy}' }, '2026-11-21').year).toEqual({ label: '2026', from: '2026-01-01', until: '2026-12-31' });
  });

  it('may begin in the year before the one it is named after', () => {
    const { year, quarters } = fiscalYear({ firstMonth: 4, namedByEnd: true, label: 'FY{yyyy}' }, '2027-02-28');
    expect(year).toEqual({ label: 'FY2027', from: '2026-04-01', until: '2027-03-31' });
    expect(quarters.map(({ label, from, until }) => [label, from, until])).toEqual([
      ['FY2027 Q1', '2026-04-01', '2026-06-30'], ['FY2027 Q2', '2026-07-01', '2026-09-30'],
      ['FY2027 Q3', '2026-10-01', '2026-12-31'], ['FY2027 Q4', '2027-01-01', '2027-03-31'],
    ]);
  });

  it('may be named after both of its years', () => {
    expect(fiscalYear({ firstMonth: 10, namedByEnd: false, label: '{yyyy}/{nn}' }, '2099-10-01').year.label).toBe('2099/00');
    expect(fiscalYear({ firstMonth: 10, namedByEnd: false, label: 'FY{yy}' }, '2008-09-30').year).toEqual({ label: 'FY07', from: '2007-10-01', until: '2008-09-30' });
  });

  it('ends on the last day of February where it is a leap year', () => {
    expect(fiscalYear({ firstMonth: 3, namedByEnd: true, label: '{yyyy}' }, '2027-05-05').year.until).toBe('2028-02-29');
  });
});
