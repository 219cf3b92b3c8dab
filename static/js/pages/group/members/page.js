// @ts-check
/**
 * The members of a group; for teachers, the ways in and what they do for each.
 *
 * Law: passwords are shown once, where they were made, and kept nowhere.
 */

import { ask } from '../../../parts/ask.js';
import {
  deleteGroupsBySlugMembersByUserId,
  getGroupsBySlugInviteSvg,
  getGroupsBySlugMembers,
  postGroupsBySlugMembersByUserIdPassword,
  postGroupsBySlugPupils,
  putGroupsBySlug,
  putGroupsBySlugMembersByUserId,
} from '../../../later-routes.js';
import { forMembers, teaches, told } from '../access.js';
import { nameOf } from '../text.js';
import { editMember } from './dialog.js';
import { sheet } from './sheet.js';
import { text } from './text.js';
import { membersView } from './view.js';

/** @import { App } from '../../../app.js' */
/** @import { Group, GroupMember, MemberEdit, Pupil } from '../../../net/types.js' */
/** @import { Edit } from './dialog.js' */

const PER_PAGE = 50;
let used = ''; // whose button was used last: the page is drawn anew, and keeps the focus there

export const openMembers = forMembers(async (app, group, { query }) => {
  const number = Math.max(1, Math.floor(Number(query.get('page'))) || 1);
  const page = await app.api.call(getGroupsBySlugMembers(group.slug), { query: { page: number, per_page: PER_PAGE } });
  const members = new Members(app, group);
  members.element = membersView({ group, page, me: app.account.user?.id ?? '', used }, members.ways());
  used = '';
  if (teaches(group)) members.drawInvite();
  return { element: members.element, title: text.title(group.name) };
});

class Members {
  /** @param {App} app @param {Group} group */
  constructor(app, group) {
    this.app = app;
    this.group = group;
    this.element = document.createElement('article');
    /** @type {(picture: Element) => void} */
    this.showInvite = () => undefined;
  }

  /** @returns {import('./view.js').Ways} */
  ways() {
    const { app, group } = this;
    return {
      at: (page) => `${location.pathname}${page > 1 ? `?page=${page}` : ''}`,
      manage: (member) => this.#manage(member),
      addPupils: async (usernames) =>
        this.#showSheet(await app.api.call(postGroupsBySlugPupils(group.slug), { body: { usernames } })),
      newCode: () => this.#newCode(),
      join: async (join) => {
        if (await told(app, app.api.call(putGroupsBySlug(group.slug), { body: { join } }))) app.notice(text.saved);
      },
      copy: (link) => this.#copy(link),
      link: `${location.origin}/groups?join=${group.invite_code}`,
      invite: (show) => {
        this.showInvite = show;
      },
    };
  }

  /** The QR picture of the link; the page does without when it does not come. */
  async drawInvite() {
    const drawn = await this.app.api.textOf(getGroupsBySlugInviteSvg(this.group.slug)).catch(() => null);
    if (!drawn) return;
    /** @type {Element} */
    const picture = document.importNode(new DOMParser().parseFromString(drawn, 'image/svg+xml').documentElement, true);
    if (picture.localName !== 'svg') return;
    const [width, height] = [picture.getAttribute('width'), picture.getAttribute('height')];
    picture.setAttribute('viewBox', `0 0 ${width} ${height}`); // so that it can be drawn in another size
    this.showInvite(picture);
  }

  /** @param {Pupil[]} pupils */
  #showSheet(pupils) {
    const { app, group } = this;
    const view = sheet(
      { pupils, group: group.name, site: location.origin },
      { print: () => print(), done: () => app.router.open() },
    );
    this.element.replaceWith(view.element);
    view.heading.focus();
    scrollTo(0, 0);
  }

  /** @param {string} link */
  async #copy(link) {
    const copied = await navigator.clipboard?.writeText(link).then(
      () => true,
      () => false,
    );
    this.app.notice(copied ? text.copied : text.notCopied);
  }

  async #newCode() {
    const { app, group } = this;
    if (!(await ask({ title: text.sureCode, lead: text.sureCodeLead, confirm: text.newCode, danger: true }))) return;
    await told(app, app.api.call(putGroupsBySlug(group.slug), { body: { new_invite_code: true } }));
    await app.router.open();
  }

  /** @param {GroupMember} member */
  async #manage(member) {
    const { app, group } = this;
    const done = await editMember(
      { member, isOwner: group.role === 'OWNER', isSelf: member.user_id === app.account.user?.id },
      async (edit) => {
        await app.api.call(putGroupsBySlugMembersByUserId(group.slug, member.user_id), { body: edit });
      },
    );
    if (done !== null) await this.#do(done, member);
  }

  /** @param {Edit} what @param {GroupMember} member */
  async #do(what, member) {
    const { app, group } = this;
    const name = nameOf(member);
    used = member.user_id;
    if (what === 'password') {
      if (!(await ask({ title: text.surePassword(name), lead: text.surePasswordLead, confirm: text.password }))) return;
      const route = postGroupsBySlugMembersByUserIdPassword(group.slug, member.user_id);
      await told(
        app,
        app.api.call(route).then((pupil) => this.#showSheet([pupil])),
      );
    } else if (what === 'remove' || what === 'erase') {
      await this.#remove(member, what === 'erase');
    } else if (what === 'saved') {
      await app.router.open();
      app.notice(text.saved);
    } else {
      await this.#giveRole(member, what);
    }
  }

  /** @param {GroupMember} member @param {boolean} withAccount */
  async #remove(member, withAccount) {
    const { app, group } = this;
    const name = nameOf(member);
    const question = withAccount
      ? { title: text.sureErase(name), lead: text.sureEraseLead, confirm: text.erase, danger: true }
      : { title: text.sureRemove(name), lead: text.sureRemoveLead, confirm: text.remove, danger: true };
    if (!(await ask(question))) return;
    const query = withAccount ? { delete_account: 'true' } : {};
    const route = deleteGroupsBySlugMembersByUserId(group.slug, member.user_id);
    const done = await told(app, app.api.call(route, { query }));
    await app.router.open();
    if (done) app.notice(withAccount ? text.erased(name) : text.removed(name));
  }

  /** @param {GroupMember} member @param {NonNullable<MemberEdit['role']>} role */
  async #giveRole(member, role) {
    const { app, group } = this;
    const name = nameOf(member);
    if (
      role === 'OWNER' &&
      !(await ask({ title: text.sureOwner(name), lead: text.sureOwnerLead, confirm: text.roleTo.OWNER, danger: true }))
    )
      return;
    const route = putGroupsBySlugMembersByUserId(group.slug, member.user_id);
    const done = await told(app, app.api.call(route, { body: { role } }));
    await app.router.open();
    if (done) app.notice(text.nowRole(name, role));
  }
}
