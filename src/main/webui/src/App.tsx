import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { ApiError } from './api/client';
import { pages } from './pages';
import { SessionGate } from './session/SessionGate';
import { Fault } from './shell/Fault';
import { ProblemNote } from './shell/ProblemNote';
import { Shell } from './shell/Shell';
import { texts } from './texts';
import { theme } from './theme';

const routes = pages.map(({ path, load, deep }) => ({ path: deep ? `${path}/*` : path, Page: lazy(load) }));

const MAX_RETRIES = 3;

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // What is being read must not change because a window was touched; the stream keeps it fresh.
        refetchOnWindowFocus: false,
        retry: (count, error) => count < MAX_RETRIES && !(error instanceof ApiError && error.status < 500),
      },
    },
  });
}

export function App() {
  const [cache] = useState(newQueryClient);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Fault>
        <QueryClientProvider client={cache}>
          <BrowserRouter>
            <SessionGate>
              <Shell>
                <Suspense fallback={<p className="quiet">{texts.loading}</p>}>
                  <Routes>
                    {routes.map(({ path, Page }) => (
                      <Route key={path} path={path} element={<Page />} />
                    ))}
                    <Route
                      path="*"
                      element={<ProblemNote title={texts.problem.notFound} remedy={texts.problem.notFoundRemedy} />}
                    />
                  </Routes>
                </Suspense>
              </Shell>
            </SessionGate>
          </BrowserRouter>
        </QueryClientProvider>
      </Fault>
    </MantineProvider>
  );
}
