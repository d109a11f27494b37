import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { useLocale } from '../figures/format';
import { nodeOf } from '../test-data';
import { ExplainTree } from './ExplainTree';

beforeEach(() => useLocale('en-GB'));
afterEach(() => useLocale(undefined));

it('shows any tree: figures to the digit, unknown with its reason', async () => {
  render(
    <MantineProvider>
      <ExplainTree
        root={nodeOf('Realised value', 5995.893224, {
          unit: 'EUR',
          children: [
            nodeOf('Cost', null, {
              formula: '(m − baseline) · r / p', unit: 'EUR', reasons: ['A rate for USD is missing.'],
              children: [nodeOf('Hours', 730, { children: [nodeOf('Deep', 1)] })],
            }),
          ],
        })}
      />
    </MantineProvider>,
  );
  expect(screen.getByText('EUR 5,995.893224')).toBeTruthy();
  expect(screen.getByText('unknown')).toBeTruthy();
  expect(screen.getByText('A rate for USD is missing.')).toBeTruthy();
  expect(screen.getByText('730')).toBeTruthy();
  expect(screen.queryByText('Deep')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Open all' }));
  expect(screen.getByText('Deep')).toBeTruthy();
});
