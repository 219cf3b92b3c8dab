// @ts-check
/** The English of groups that several pages share. */

/** @import { GroupJoin, GroupRole } from '../net/types.js' */

/** @satisfies {Record<GroupRole, string>} */
const NAME_OF_ROLE = { OWNER: 'Owner', TEACHER: 'Teacher', MEMBER: 'Member' };
/** @type {Record<string, string>} */
export const roles = NAME_OF_ROLE;

/** @satisfies {Record<GroupJoin, string>} */
const WHO_MAY_JOIN = { CODE: 'Anyone with the code', OPEN: 'Anyone who knows the address', CLOSED: 'Nobody' };
/** @type {Record<string, string>} */
export const joins = WHO_MAY_JOIN;
