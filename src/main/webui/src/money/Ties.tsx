import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { number } from '../figures/format';
import { parsed } from '../kit/numbers';
import { texts as kit } from '../kit/texts';
import { useUrl } from '../shell/urlState';
import type { Simulated } from './api';
import { asPairs, pairsOf } from './terms';
import { texts } from './texts';

const EMPTY = { one: '', other: '', rank: '' };

/** Which lines move together, pair by pair; what is told goes into the address, nothing is stored. */
export function Ties({ lines }: { lines: Simulated['lines'] }) {
  const { params, change } = useUrl();
  const pairs = pairsOf(params);
  const [typed, setTyped] = useState(EMPTY);
  const [wrong, setWrong] = useState<string | null>(null);
  const uncertain = lines.filter(({ source }) => source !== 'CERTAIN');
  if (uncertain.length < 2 && pairs.length === 0) return <p className="small quiet">{texts.ties.tooFew}</p>;
  const name = (key: string) => lines.find((line) => line.key === key)?.label ?? key;
  const choice = uncertain.map(({ key, label }) => ({ value: key, label }));
  const [first, second] = [uncertain[0]?.key ?? '', uncertain[1]?.key ?? ''];
  const one = typed.one || first;
  const other = typed.other || second;
  const add = () => {
    const rank = parsed(typed.rank);
    if (rank === null || rank < -1 || rank > 1) return setWrong(texts.ties.wrongRank);
    if (one === other) return setWrong(texts.ties.same);
    const same = (pair: { one: string; other: string }) => (pair.one === one && pair.other === other) || (pair.one === other && pair.other === one);
    setWrong(null);
    setTyped(EMPTY);
    change({ pair: asPairs([...pairs.filter((pair) => !same(pair)), { one, other, rank }]) }, { push: true });
  };
  const pick = (field: 'one' | 'other', label: string, value: string) => (
    <NativeSelect size="xs" label={label} data={choice} value={value} onChange={({ currentTarget }) => setTyped((before) => ({ ...before, [field]: currentTarget.value }))} />
  );
  return (
    <div className="ties">
      <h3>{texts.ties.title}</h3>
      <p className="small quiet">{texts.ties.lead}</p>
      {pairs.length > 0 && (
        <ul className="small" aria-label={texts.ties.title}>
          {pairs.map((pair, at) => {
            const said = texts.ties.pair(name(pair.one), name(pair.other), number(pair.rank));
            return (
              <li key={`${pair.one} ${pair.other}`}>
                {said}{' '}
                <button
                  type="button" className="text-button small" aria-label={kit.removeOf(said)}
                  onClick={() => change({ pair: asPairs(pairs.filter((_, index) => index !== at)) }, { push: true })}
                >
                  {kit.remove}
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {uncertain.length > 1 && (
        <form
          className="draw"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          {pick('one', texts.ties.one, one)}
          {pick('other', texts.ties.other, other)}
          <TextInput
            size="xs" label={texts.ties.rank} inputMode="decimal" value={typed.rank}
            onChange={({ currentTarget: { value } }) => setTyped((before) => ({ ...before, rank: value }))}
          />
          <Button type="submit" size="xs" variant="default">
            {texts.ties.add}
          </Button>
        </form>
      )}
      {wrong && <p className="small loss" role="alert">{wrong}</p>}
    </div>
  );
}
