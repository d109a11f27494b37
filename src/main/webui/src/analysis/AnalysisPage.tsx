import { Route, Routes } from 'react-router';
import '../kit/kit.css';
import { Tabs } from '../kit/Tabs';
import { useTitle } from '../shell/useTitle';
import { isPast } from '../time/moment';
import { useMoment } from '../time/useMoment';
import { Benchmarks } from './Benchmarks';
import { CalibrationPage } from './CalibrationPage';
import { GrowthPage } from './GrowthPage';
import { RollUps } from './RollUps';
import { texts } from './texts';
import './analysis.css';

/** The portfolio from further off: by programme and owner, beside others, over years, and how good its promises were. */
export default function AnalysisPage() {
  useTitle(texts.title);
  const past = isPast(useMoment());
  const of = (path: string) => `/analysis/${path}`;
  return (
    <>
      <div className="page-head">
        <h1>{texts.title}</h1>
      </div>
      <Tabs
        label={texts.tabs.label}
        items={[
          { to: '/analysis', text: texts.tabs.rollup },
          { to: of('benchmarks'), text: texts.tabs.benchmarks },
          { to: of('growth'), text: texts.tabs.growth },
          { to: of('calibration'), text: texts.tabs.calibration },
        ]}
      />
      {past ? (
        <p className="panel empty quiet">{texts.past}</p>
      ) : (
        <div className="analysis">
          <Routes>
            <Route index element={<RollUps />} />
            <Route path="benchmarks" element={<Benchmarks />} />
            <Route path="growth" element={<GrowthPage />} />
            <Route path="calibration" element={<CalibrationPage />} />
          </Routes>
        </div>
      )}
    </>
  );
}
