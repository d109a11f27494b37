import { texts as shared } from '../texts';
import { texts } from './texts';

/** A group as people call it. */
export const groupName = (group: string | null): string => (group === null ? texts.noGroup : (shared.project.types[group] ?? shared.project.categories[group] ?? group));
