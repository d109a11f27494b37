import { explainTexts } from './explain/texts';
import { texts } from './texts';

/**
 * Everything that a person reads, by folder: what a translator is given, and what the test of texts walks. Pages
 * import the texts of their own folder, so that nobody loads the words of a page that he does not open.
 */
export const allTexts = {
  shared: texts,
  explain: explainTexts,
};
