import type { ReactNode } from 'react';
import { Route, Routes } from 'react-router';
import '../kit/kit.css';
import { isAdmin } from '../kit/role';
import { Tabs } from '../kit/Tabs';
import { useMe } from '../session/SessionGate';
import { useTitle } from '../shell/useTitle';
import { AuditTrail } from './AuditTrail';
import { Calendar } from './Calendar';
import { Keys } from './Keys';
import { Rates } from './Rates';
import { Templates } from './Templates';
import { texts } from './texts';
import { Users } from './Users';
import { You } from './You';

/** Who and what may come in, and what the organisation has decided. */
export default function SettingsPage() {
  useTitle(texts.title);
  const admin = isAdmin(useMe());
  const forAdmins = (page: ReactNode) => (admin ? page : <p className="notice">{texts.adminsOnly}</p>);
  const of = (path: string) => `/settings/${path}`;
  return (
    <>
      <div className="page-head">
        <h1>{texts.title}</h1>
      </div>
      <Tabs
        label={texts.tabs.label}
        items={[
          { to: '/settings', text: texts.tabs.you },
          ...(admin ? [{ to: of('users'), text: texts.tabs.users }, { to: of('keys'), text: texts.tabs.keys }] : []),
          { to: of('rates'), text: texts.tabs.rates },
          { to: of('calendar'), text: texts.tabs.calendar },
          { to: of('templates'), text: texts.tabs.templates },
          ...(admin ? [{ to: of('audit'), text: texts.tabs.audit }] : []),
        ]}
      />
      <Routes>
        <Route index element={<You />} />
        <Route path="users" element={forAdmins(<Users />)} />
        <Route path="keys" element={forAdmins(<Keys />)} />
        <Route path="rates" element={<Rates />} />
        <Route path="calendar" element={<Calendar />} />
        <Route path="templates" element={<Templates />} />
        <Route path="audit" element={forAdmins(<AuditTrail />)} />
      </Routes>
    </>
  );
}
