import { Route, Routes } from 'react-router';
import '../kit/kit.css';
import { useTitle } from '../shell/useTitle';
import { isPast } from '../time/moment';
import { useMoment } from '../time/useMoment';
import './choose.css';
import { NewScenario } from './NewScenario';
import { ScenarioList } from './ScenarioList';
import { ScenarioPage } from './ScenarioPage';
import { texts } from './texts';

/** Which projects to do: scenarios, what each chooses, and why. */
export default function ChoosePage() {
  useTitle(texts.title);
  const past = isPast(useMoment());
  return (
    <>
      <div className="page-head">
        <h1>{texts.title}</h1>
        <span className="quiet">{texts.lead}</span>
      </div>
      {past && <p className="notice">{texts.past}</p>}
      <Routes>
        <Route index element={<ScenarioList />} />
        <Route path="new" element={<NewScenario />} />
        <Route path=":id" element={<ScenarioPage />} />
      </Routes>
    </>
  );
}
