import { texts as alerts } from './alerts/texts';
import { texts as analysis } from './analysis/texts';
import { texts as benefits } from './benefits/texts';
import { texts as choose } from './choose/texts';
import { texts as connections } from './connections/texts';
import { explainTexts } from './explain/texts';
import { texts as kit } from './kit/texts';
import { texts as money } from './money/texts';
import { portfolioTexts } from './portfolio/texts';
import { projectTexts } from './project/texts';
import { texts as settings } from './settings/texts';
import { texts as setup } from './setup/texts';
import { texts } from './texts';

/**
 * Everything that a person reads, by folder: what a translator is given, and what the test of texts walks. Pages
 * import the texts of their own folder, so that nobody loads the words of a page that he does not open.
 */
export const allTexts = {
  shared: texts,
  alerts,
  analysis,
  benefits,
  choose,
  connections,
  kit,
  money,
  settings,
  setup,
  explain: explainTexts,
  portfolio: portfolioTexts,
  project: projectTexts,
};
