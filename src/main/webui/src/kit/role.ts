import type { Me } from '../api/types';

const RANK = ['viewer', 'contributor', 'manager', 'admin'];
const rank = (person: Me) => RANK.indexOf(person.role.toLowerCase());

/** Contributors tell what was measured and spent. */
export const mayContribute = (person: Me): boolean => rank(person) >= RANK.indexOf('contributor');
/** Managers change what is watched, connected and told. */
export const mayManage = (person: Me): boolean => rank(person) >= RANK.indexOf('manager');
/** Administrators let people and programs in. */
export const isAdmin = (person: Me): boolean => rank(person) >= RANK.indexOf('admin');
