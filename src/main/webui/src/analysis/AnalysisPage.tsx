import { Route, Routes } from 'react-router';
import '../kit/kit.css';
import { Tabs } from '../kit/Tabs';
import { useTitle } from '../shell/useTitle';
import { Benchmarks } from './Benchmarks';
import { CalibrationPage } from './CalibrationPage';
import { GrowthPage } from './GrowthPage';
import { OfThePresent } from './OfThePresent';
import { RollUps } from './RollUps';
import { texts } from './texts';
import './analysis.css';

/** The portfolio from further off: by programme and owner, beside others, over years, and how good its promises were. */
export default function AnalysisPage() {
  useTitle(texts.title);
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
      <div className="analysis">
        <Routes>
          <Route index element={<RollUps />} />
          <Route path="benchmarks" element={<Benchmarks />} />
          <Route path="growth" element={<OfThePresent><GrowthPage /></OfThePresent>} />
          <Route path="calibration" element={<OfThePresent><CalibrationPage /></OfThePresent>} />
        </Routes>
      </div>
    </>
  );
}
