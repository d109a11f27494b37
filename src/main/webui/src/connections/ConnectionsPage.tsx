import { useQuery } from '@tanstack/react-query';
import { Route, Routes } from 'react-router';
import '../kit/kit.css';
import { Tabs } from '../kit/Tabs';
import { useTitle } from '../shell/useTitle';
import { rejectedCodesQuery } from './api';
import { Catalogue } from './Catalogue';
import { ConnectionPage } from './ConnectionPage';
import { NewConnection } from './NewConnection';
import { RejectedPage } from './RejectedPage';
import { texts } from './texts';

/** Where readings come from, and those that were refused. */
export default function ConnectionsPage() {
  useTitle(texts.title);
  const { data: codes } = useQuery(rejectedCodesQuery);
  const open = codes?.reduce((sum, code) => sum + code.open, 0);
  return (
    <>
      <div className="page-head">
        <h1>{texts.title}</h1>
        <span className="quiet">{texts.lead}</span>
      </div>
      <Tabs
        label={texts.tabs.label}
        items={[
          { to: '/connections', text: texts.tabs.list },
          { to: '/connections/rejected', text: texts.tabs.rejected, count: open || undefined },
        ]}
      />
      <Routes>
        <Route index element={<Catalogue />} />
        <Route path="rejected" element={<RejectedPage />} />
        <Route path="new/:kind" element={<NewConnection />} />
        <Route path=":id" element={<ConnectionPage />} />
      </Routes>
    </>
  );
}
