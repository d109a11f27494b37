import '../kit/kit.css';
import { Tabs } from '../kit/Tabs';
import { PageLink } from '../shell/PageLink';
import { texts } from '../texts';
import { projectTexts } from './texts';

/** The pages of one project. */
export function ProjectTabs({ id }: { id: string }) {
  const of = (path: string) => `/projects/${encodeURIComponent(id)}${path}`;
  const { tabs } = projectTexts;
  return (
    <Tabs
      label={tabs.label}
      items={[
        { to: of(''), text: tabs.overview },
        { to: of('/money'), text: tabs.money },
        { to: of('/benefits'), text: tabs.benefits },
      ]}
    />
  );
}

/** Where one is, on the pages of a project that show no figure that ticks. */
export function ProjectHead({ id, name }: { id: string; name: string }) {
  return (
    <>
      <div className="page-head">
        <span>
          <PageLink to="/">{texts.project.back}</PageLink> <span className="quiet">/</span>
        </span>
        <h1>{name}</h1>
      </div>
      <ProjectTabs id={id} />
    </>
  );
}
