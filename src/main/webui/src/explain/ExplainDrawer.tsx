import { CopyButton, Drawer } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { explain, portfolio as portfolioQuery, projectValue } from '../api/queries';
import { useLive } from '../live/Live';
import { ProblemNote } from '../shell/ProblemNote';
import { useUrl } from '../shell/urlState';
import { texts } from '../texts';
import { useMoment } from '../time/useMoment';
import { isFigure, portfolioTree, projectTree } from './derived';
import { ExplainTree } from './ExplainTree';
import { moneyFigure, OfMoney } from './OfMoney';
import { OfTogether } from './OfTogether';
import { explainTexts } from './texts';
import { togetherFigure } from './together';
import './explain.css';

/**
 * Where a figure comes from. Its address can be sent: `?explain=cost&of=project-key`; without `of`, the portfolio's. What groups
 * and choices are called is told at `togetherFigure`, what money is at `moneyFigure`.
 */
export default function ExplainDrawer({ figure, of }: { figure: string; of: string | null }) {
  const { change } = useUrl();
  const together = togetherFigure(figure);
  return (
    <Drawer
      opened
      onClose={() => change({ explain: null, of: null })}
      position="right"
      size={600}
      title={explainTexts.title}
      closeButtonProps={{ 'aria-label': texts.explain.close }}
    >
      {together ? (
        <OfTogether of={of} told={together} head={(text) => <Head text={text} />} />
      ) : of !== null && moneyFigure(figure) ? (
        <OfMoney of={of} told={moneyFigure(figure)!} head={(text) => <Head text={text} />} />
      ) : of === null ? <OfPortfolio figure={figure} /> : <OfProject key={of} figure={figure} id={of} />}
    </Drawer>
  );
}

function OfProject({ figure, id }: { figure: string; id: string }) {
  const cache = useQueryClient();
  const { paused } = useLive();
  const moment = useMoment();
  const value = useQuery(projectValue(cache, id, paused, moment));
  const tree = useQuery(explain(id, moment));
  const shown = useMemo(
    () => (tree.data && value.data ? projectTree(figure, tree.data, value.data) : undefined),
    [figure, tree.data, value.data],
  );
  const error = tree.error ?? value.error;
  if (!shown) return <Waiting error={error} again={() => void tree.refetch()} />;
  return (
    <>
      <Head text={explainTexts.ofProject(shown.label, value.data!.name)} />
      <ExplainTree root={shown} />
    </>
  );
}

function OfPortfolio({ figure }: { figure: string }) {
  const cache = useQueryClient();
  const { paused } = useLive();
  const { data, error, refetch } = useQuery(portfolioQuery(cache, paused, useMoment()));
  const shown = useMemo(() => data && portfolioTree(isFigure(figure) ? figure : 'realised', data), [data, figure]);
  if (!shown) return <Waiting error={error} again={() => void refetch()} />;
  return (
    <>
      <Head text={explainTexts.ofAll(shown.label)} />
      <ExplainTree root={shown} />
    </>
  );
}

function Waiting({ error, again }: { error: Error | null; again(): void }) {
  return error ? <ProblemNote error={error} retry={again} /> : <p className="quiet">{texts.loading}</p>;
}

function Head({ text }: { text: string }) {
  return (
    <p className="quiet small explain-head">
      {text}
      <CopyButton value={window.location.href}>
        {({ copied, copy }) => (
          <button type="button" className="text-button small" onClick={copy}>
            {copied ? explainTexts.copied : explainTexts.link}
          </button>
        )}
      </CopyButton>
    </p>
  );
}
