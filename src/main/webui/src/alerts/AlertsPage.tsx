import { Route, Routes } from 'react-router';
import { Tabs } from '../kit/Tabs';
import { useTitle } from '../shell/useTitle';
import { texts as common } from '../texts';
import '../kit/kit.css';
import './alerts.css';
import { Inbox } from './Inbox';
import { RoutesPage } from './RoutesPage';
import { RuleEditor } from './RuleEditor';
import { RulesList } from './RulesList';
import { SilencesPage } from './SilencesPage';
import { texts } from './texts';

const TABS = [
  { to: '/alerts', text: texts.tabs.inbox },
  { to: '/alerts/rules', text: texts.tabs.rules, end: false },
  { to: '/alerts/routes', text: texts.tabs.routes },
  { to: '/alerts/silences', text: texts.tabs.silences },
];

/** What fires, what makes it fire, and who is told. */
export default function AlertsPage() {
  useTitle(common.alerts.title);
  return (
    <>
      <div className="page-head">
        <h1>{common.alerts.title}</h1>
      </div>
      <Tabs label={texts.tabs.label} items={TABS} />
      <Routes>
        <Route index element={<Inbox />} />
        <Route path="rules" element={<RulesList />} />
        <Route path="rules/new" element={<RuleEditor />} />
        <Route path="rules/:rule" element={<RuleEditor />} />
        <Route path="routes" element={<RoutesPage />} />
        <Route path="silences" element={<SilencesPage />} />
      </Routes>
    </>
  );
}
