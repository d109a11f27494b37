import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { useLocale } from '../figures/format';
import { ExplainTree } from './ExplainTree';

beforeEach(() => useLocale('en-GB'));
afterEach(() => useLocale(undefined));

it('shows any tree: figures to the digit, text as it is, unknown with its reason', async () => {
  render(
    <MantineProvider>
      <ExplainTree
        root={{
          label: 'Realised value', value: 5995.893224, unit: 'EUR', children: [
            { label: 'Cost', formula: '(m − baseline) · r / p', value: null, unit: 'EUR', reasons: ['A rate for USD is missing.'], children: [
              { label: 'Hours', value: '730 whole hours', children: [{ label: 'Deep', value: 1 }] },
            ] },
          ],
        }}
      />
    </MantineProvider>,
  );
  expect(screen.getByText('EUR 5,995.893224')).toBeTruthy();
  expect(screen.getByText('unknown')).toBeTruthy();
  expect(screen.getByText('A rate for USD is missing.')).toBeTruthy();
  expect(screen.getByText('730 whole hours')).toBeTruthy();
  expect(screen.queryByText('Deep')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Open all' }));
  expect(screen.getByText('Deep')).toBeTruthy();
});
